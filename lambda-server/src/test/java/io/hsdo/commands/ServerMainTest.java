package io.hsdo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to whoever calls the program in a way that cannot be used. */
class ServerMainTest {
  @TempDir private Path folder;
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(standardError);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          accept          | Missing required parameter: 'MEMBER'
          status --yaml   | Unknown option: '--yaml'
          plan i-0a1      | Unmatched argument at index 1: 'i-0a1'
          status --once   | Unknown option: '--once'
          releas          | Unmatched argument at index 0: 'releas'
          """)
  void wrongArgumentsAreNamedWithTheUsage(String arguments, String complaint) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);

    assertThat(said.toString(UTF_8)).startsWith(complaint).contains("Usage: hsdo-server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "plan", "accept i-0a1"})
  void whoAsksTheFleetNeedsToKnowItsGroups(String command) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("env.yaml"), "DYNAMODB_TABLE_NAME: slots\nAWS_REGION: eu-west-1\n");
    String[] arguments =
        Stream.concat(Stream.of(command.split(" ")), Stream.of("--config", file.toString()))
            .toArray(String[]::new);

    assertThat(run(arguments)).isEqualTo(2);

    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "hsdo-server: SERVER_ASG_NAMES and SERVER_ASG_TAGS are not set: expected the names or"
                + " the tags of the Auto Scaling Groups to serve, because SERVER_MODE is 'aws'\n");
  }

  @Test
  void idsOfMembersAreNeitherOptionsNorFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("ids"), "i-1\ni-2\n");

    var accepted =
        ServerMain.commandLine().parseArgs("accept", "--", "--help", "@" + file).subcommand();

    assertThat(accepted.matchedPositionalValue(0, List.of()))
        .isEqualTo(List.of("--help", "@" + file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "hand-back"})
  void everyCommandNeedsToKnowTheTable(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), "AWS_REGION: eu-west-1\n");

    assertThat(run(command, "--config", file.toString())).isEqualTo(2);

    assertThat(said.toString(UTF_8)).startsWith("hsdo-server: DYNAMODB_TABLE_NAME is not set");
  }

  @Test
  void whatIsWrongIsSaidOnOneLineWhateverItHolds() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("env.yaml"),
            "DYNAMODB_TABLE_NAME: slots\nAWS_REGION: \"eu\\n\\e[2J\"\n");

    assertThat(run("status", "--config", file.toString())).isEqualTo(2);

    assertThat(said.toString(UTF_8))
        .startsWith("hsdo-server: AWS_REGION is 'eu\\n\\u001b[2J'")
        .hasLineCount(1);
  }

  @Test
  void helpOfTheProgramNamesCommandsAndExitStatus() {
    var out = new StringWriter();

    int status = ServerMain.commandLine().setOut(new PrintWriter(out)).execute("--help");

    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("run ", "plan ", "status ", "accept ", "hand-back ")
        .containsPattern("3 +with plan --exit-code");
  }

  private static int run(String... arguments) {
    return ServerMain.commandLine().execute(arguments);
  }
}
