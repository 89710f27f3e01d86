package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cdk synth} as a user types it: the real command line, the real jar, no AWS account. */
@RequiresTools({"node", "npm"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
  private final CdkCommandLine cdk = CdkCommandLine.installed();

  @ParameterizedTest
  @ValueSource(ints = {18, 20})
  void templatesAreMadeWithoutAnAccount(int node) throws Exception {
    Path output = Path.of("target", "cdk-out-" + node).toAbsolutePath();

    cdk.onNode(node)
        .run("synth", "--quiet", "-c", "settings=hsdo.yaml.example", "--output", output.toString())
        .orFail();

    JsonNode resources =
        new ObjectMapper()
            .readTree(output.resolve("hsdo-shop.template.json").toFile())
            .get("Resources");
    assertThat(resources).isNotNull().isNotEmpty();
    String code = resources.findValue("S3Key").asText();
    assertThat(Files.size(output.resolve("asset." + code)))
        .isEqualTo(Files.size(Path.of("..", "lambda-server", "target", "hsdo-server.jar")));
  }

  @Test
  void aWrongSettingEndsTheCommandWithItsName() {
    Path settings = Synthesised.file("services: {shop: {parameters: {SERVER_ASG_TAGS: a}}}");

    Command.Result result = cdk.run("synth", "--quiet", "-c", "settings=" + settings);

    assertThat(result.status()).isNotZero();
    assertThat(result.output())
        .contains("service shop: parameters: SERVER_ASG_TAGS has 'a': expected key=value")
        .doesNotContain("at io.hsdo");
  }

  @Test
  void theCommandLineIsPinnedAndNpmWritesNoAddressesDown() throws Exception {
    String version =
        new ObjectMapper()
            .readTree(Path.of("package.json").toFile())
            .at("/devDependencies/aws-cdk")
            .asText();

    assertThat(version).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
    assertThat(cdk.run("--version").orFail().output()).startsWith(version + " ");
    assertThat(CdkCommandLine.FOLDER.resolve("package-lock.json")).doesNotExist();
    assertThat(Files.readString(Path.of(".npmrc"))).contains("package-lock=false");
  }
}
