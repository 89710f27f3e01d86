package io.hsdo.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.dynamodb.FaultyDynamoDb.Trouble;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.reconcile.AdminState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that start beside a HAProxy while the table is away, or tells what cannot be. */
@RequiresHaproxy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshAgentTest {
  private static final Pace PACE =
      new Pace(Duration.ofMillis(100), Duration.ZERO, Duration.ofSeconds(60));

  /** Enough for whatever the agent is going to do. */
  private static final int POLLS = 10;

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();

  @AfterAll
  void stop() {
    dynamoDb.close();
  }

  static List<Trouble> lies() {
    return List.of(Trouble.emptied(), Trouble.withoutRows(), Trouble.withSomeRows());
  }

  @ParameterizedTest
  @MethodSource("lies")
  @DisplayName("No mass removal by mistake")
  void tableThatCannotBeMeantEmptiesNoBackend(Trouble lie) throws Exception {
    try (Stage stage = Stage.set(dynamoDb, Setting.PLAIN, PACE)) {
      stage.agents().start();
      stage.awaitCarriedOut();
      stage.agents().last().close();

      AutoCloseable lying = stage.dynamoDb().has(lie);
      stage.agents().start();
      stage.await("it has read the table", stage.agents()::lacksList);
      Thread.sleep(PACE.interval().multipliedBy(POLLS).toMillis());

      assertThat(stage.missing()).isEmpty();
      lying.close();
      stage.changeList();
      stage.awaitCarriedOut();
    }
  }

  @Test
  @DisplayName("A file that another machine has written fills nothing")
  void fileOfAnotherMachineIsRefused() throws Exception {
    try (Stage stage = Stage.set(dynamoDb, Setting.PLAIN, PACE)) {
      stage.agents().start();
      stage.awaitCarriedOut();
      stage.await("the list is kept", () -> missing(stage.cacheFile()));
      stage.agents().last().close();
      moveToAnotherMachine(stage.cacheFile());

      AutoCloseable outage = stage.dynamoDb().isUnreachable();
      stage.haproxy().restart();
      stage.agents().start();
      stage.await("it says so", () -> says(stage, "it was written on another machine"));
      Thread.sleep(PACE.interval().multipliedBy(POLLS).toMillis());

      assertThat(new Haproxy(stage.cli()).read(stage.backends()).servers().values())
          .hasSize(Stage.SLOTS)
          .allMatch(server -> server.state() == AdminState.MAINT);
      outage.close();
      stage.awaitCarriedOut();
    }
  }

  private static Optional<String> missing(Path file) {
    return Files.exists(file) ? Optional.empty() : Optional.of("there is no " + file);
  }

  private static Optional<String> says(Stage stage, String words) {
    return stage.agents().last().output().contains(words)
        ? Optional.empty()
        : Optional.of("it says " + stage.agents().last().output());
  }

  /** With a checksum that is right: the file is whole, as one in an image would be. */
  private static void moveToAnotherMachine(Path file) throws Exception {
    String text = Files.readString(file);
    String start = "\"list\":";
    String end = ",\"sha256\":";
    String list = text.substring(text.indexOf(start) + start.length(), text.indexOf(end));
    String foreign = list.replaceFirst("\"machine\":\"[0-9a-f]{8}", "\"machine\":\"00000000");
    assertThat(foreign).isNotEqualTo(list);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(foreign.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        file,
        text.substring(0, text.indexOf(start) + start.length())
            + foreign
            + end
            + "\""
            + HexFormat.of().formatHex(digest)
            + "\"}\n");
  }
}
