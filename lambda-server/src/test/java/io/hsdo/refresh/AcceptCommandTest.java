package io.hsdo.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptCommandTest {
  private static final List<String> IDS =
      List.of("i-05d3fa0b8c6e41972", "web/$(touch pwned)", "it's `me`", "a\"b\\c", "-rf *");

  @Test
  void usualIdsAreAsTheyAre() {
    assertThat(AcceptCommand.of(List.of("i-1", "node-1/web:80")))
        .isEqualTo("accept i-1 node-1/web:80");
  }

  @Test
  void idThatLooksLikeAnOptionComesAfterTheLastOfThem() {
    assertThat(AcceptCommand.of(List.of("i-1", "--help"))).isEqualTo("accept -- i-1 --help");
  }

  @Test
  void shellTakesAnyIdAsAWord() throws IOException {
    assertThat(shell("printf '%s\\n' " + AcceptCommand.of(IDS)).lines())
        .containsExactly(
            "accept", "--", IDS.get(0), IDS.get(1), IDS.get(2), IDS.get(3), IDS.get(4));
  }

  @Test
  void shellMakesJsonOfThePayloadWhateverTheIds() throws IOException {
    var payload = JSON.std.mapFrom(shell("printf %s " + AcceptCommand.payload(IDS)));

    assertThat(payload).containsEntry("hsdo", "accept").containsEntry("members", IDS);
    assertThat(payload.get("until")).asString().matches("[-0-9]{10}T[:0-9]{8}Z");
  }

  private static String shell(String line) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", line).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }
}
