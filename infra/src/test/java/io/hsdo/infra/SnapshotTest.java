package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a review of a change to the constructs should see: the template that comes of it. */
@RequiresTools("node")
class SnapshotTest {
  private static final Path EXPECTED = Path.of("src/test/resources/hsdo-shop.template.json");
  private static final Path ACTUAL = Path.of("target/hsdo-shop.template.json");

  @Test
  void theExampleMakesTheTemplateThatIsCheckedIn() throws IOException {
    String template =
        normalised(
            new ObjectMapper()
                    .configure(SerializationFeature.INDENT_OUTPUT, true)
                    .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                    .writeValueAsString(
                        Synthesised.from(Path.of("hsdo.yaml.example")).template("shop").toJSON())
                + "\n");
    Files.writeString(ACTUAL, template);

    assertThat(template)
        .as("if the change is meant: cp infra/%s infra/%s", ACTUAL, EXPECTED)
        .isEqualTo(Files.readString(EXPECTED));
  }

  /** Without what depends on the jar. */
  private static String normalised(String template) {
    return template
        .replaceAll("[0-9a-f]{64}\\.jar", "HASH.jar")
        .replaceAll("(CurrentVersion)[0-9a-f]{40}", "$1HASH");
  }
}
