package io.hsdo.agent.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.cache.ListFile;
import io.hsdo.cache.Origin;
import io.hsdo.logging.RecordedLog;
import io.hsdo.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An agent that starts while the table is away has the last good list")
class StartFileTest {
  private final ManualClock clock = new ManualClock(DrawnList.NOW);
  private final RecordedLog log = new RecordedLog(StartFile.class);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void listIsTheOneThatWasKept() {
    write("a - (c)");
    clock.advance(Duration.ofMinutes(3));

    ListInUse list = start().get();

    assertThat(DrawnList.draw(list.held().orElseThrow().slots().values()))
        .isEqualTo("1=a 2=- 3=(c)");
    assertThat(log.take())
        .containsExactly(
            "WARNING until the table answers, the list of "
                + folder
                + "/slots.json fills backends without a ready slot: 3 slots, 2 with members,"
                + " version 1, confirmed at 2026-01-01T00:00:00Z");
  }

  @Test
  void listInWhichAMemberHasTwoSlotsKeepsTheLower() {
    write("a b a");

    HeldList list = start().get().held().orElseThrow();

    assertThat(DrawnList.draw(list.slots().values())).isEqualTo("1=a 2=b");
    assertThat(list.unknown()).hasSize(1);
  }

  @Test
  void fileThatIsNotUsedIsOneLine() {
    assertThat(start().get()).isEqualTo(new ListInUse.None());

    assertThat(log.take())
        .containsExactly(
            "WARNING no list from a file either: there is no " + folder + "/slots.json");
  }

  private void write(String drawing) {
    HeldList list = DrawnList.held(drawing);
    file().write(list.header(), list.slots().values(), clock.instant());
  }

  private StartFile start() {
    return new StartFile(file(), Duration.ofDays(1), clock);
  }

  private ListFile file() {
    return new ListFile(folder.resolve("slots.json"), new Origin("machine", "slots", "eu-west-1"));
  }
}
