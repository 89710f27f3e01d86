package io.hsdo.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's command {@code status}, beside an agent and without one. */
@RequiresHaproxy
class StatusCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final SlotList LIST =
      new SlotList(
          List.of(
              Stage.serving(1, "i-1", "shop", 10),
              Stage.serving(2, "i-2", "shop", 4),
              new Slot.Empty(3)));

  @TempDir private Path folder;

  @Test
  void statusShowsEachSlotAndEndsWithZeroIfAllIsWell() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 3, LIST)) {
      stage.awaitPage("All is well");

      Program status = stage.command("status");
      assertThat(status.exitStatus(PATIENCE)).as(status.output()).isZero();

      assertThat(status.output())
          .startsWith("All is well. Backend web: 2 of 2 members take traffic.\n")
          .contains("list of table web-slots: version 1, 3 slots, changed ")
          .containsPattern("HAProxy [0-9.]+[^ ]*: pid [0-9]+, up for ")
          .contains("backend web: 2 up, 1 maint\n")
          .containsPattern("web2 +i-2 +shop +eu-west-1c +127.21.0.3 +4/10 +ready +ready +up ")
          .containsPattern("web3 +maint +maint +maint ")
          .doesNotContain("INFO");
    }
  }

  @Test
  void statusAsJsonIsWhatTheAgentServes() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 3, LIST)) {
      stage.awaitPage("All is well");

      Program status = stage.command("status", "--json");

      assertThat(status.exitStatus(PATIENCE)).as(status.output()).isZero();
      assertThat(withoutTimes(status.output()))
          .isEqualTo(withoutTimes(stage.get("/api/slots").body()));
    }
  }

  @Test
  void statusWritesNothingAndNamesWhatIsNotRight() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 3, LIST)) {
      stage.awaitPage("All is well");
      stage.stopAgent();
      stage.haproxy().restart();

      Program status = stage.command("status");

      assertThat(status.exitStatus(PATIENCE)).isEqualTo(1);
      assertThat(status.output())
          .contains("2 servers of backend web are not right, and nobody has changed that: web1")
          .contains("weight 1 maint, should be 127.21.0.2:");
      assertThat(stage.server(new ServerRef("web", "web1"))).contains("maint");
    }
  }

  @Test
  void statusWithoutTableOrHaproxySaysWhichDoesNotAnswer() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 3, LIST)) {
      stage.awaitPage("All is well");
      stage.stopAgent();
      stage.stopDynamoDb();
      stage.haproxy().stop();

      Program status = stage.command("status");

      assertThat(status.exitStatus(PATIENCE)).isEqualTo(1);
      assertThat(status.output())
          .contains("critical: HAProxy does not answer")
          .contains("critical: There is no slot list");
    }
  }

  @Test
  void statusTellsOfARefreshThatHasStoppedBefore() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 3, LIST)) {
      stage.awaitPage("All is well");
      stage.wasCheckedLast(Duration.ofSeconds(181));

      Program status = stage.command("status");

      assertThat(status.exitStatus(PATIENCE)).isEqualTo(1);
      assertThat(status.output()).contains("warning: No refresh has looked at the fleet");
    }
  }

  /** Ages differ. */
  private static String withoutTimes(String json) {
    return json.replaceAll("\"(\\w+Seconds|confirmedAt)\" : [^,\\n]+", "\"$1\"");
  }
}
