package io.hsdo.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.logging.RecordedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
  private static final long PID = 4711;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final RecordedLog log = new RecordedLog(ServiceManager.class);
  private final List<Duration> sleeps = new ArrayList<>();
  private NoticeListener systemd;
  private long nanos = Long.MAX_VALUE - 1_000;

  @BeforeEach
  void listen() throws IOException {
    systemd = NoticeListener.on(folder.resolve("notify").toString());
    environment.put("NOTIFY_SOCKET", systemd.name());
  }

  @AfterEach
  void stopListening() throws IOException {
    log.close();
    systemd.close();
  }

  @Test
  void firstTurnMakesTheServiceReadyOnce() throws IOException {
    ServiceManager manager = manager();

    manager.loopTurns();
    manager.loopTurns();

    assertThat(systemd.heard()).containsExactly("READY=1");
  }

  @Test
  void turningLoopIsAliveInEachHalfOfTheWatchdogsTime() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();
    manager.loopTurns();
    assertThat(systemd.heard()).containsExactly("READY=1", "WATCHDOG=1");

    for (int half = 0; half < 10; half++) {
      for (int second = 0; second < 4; second++) {
        pass(Duration.ofSeconds(1));
        manager.loopTurns();
      }

      assertThat(systemd.heard()).contains("WATCHDOG=1").doesNotContain("READY=1");
    }
  }

  @Test
  void longTurnThatGetsOnIsAliveToo() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();
    manager.loopGetsOn();
    assertThat(systemd.heard()).isEmpty();
    manager.loopTurns();
    systemd.heard();

    for (int second = 0; second < 4; second++) {
      pass(Duration.ofSeconds(1));
      manager.loopGetsOn();
    }

    assertThat(systemd.heard()).containsExactly("WATCHDOG=1", "WATCHDOG=1");
  }

  @Test
  void manyTurnsASecondAreNotAsManyNotices() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();

    for (int i = 0; i < 80; i++) {
      manager.loopTurns();
      pass(Duration.ofMillis(100));
    }

    assertThat(systemd.heard())
        .containsExactly("READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1");
  }

  @Test
  void loopThatHangsFallsSilent() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();
    manager.loopTurns();
    systemd.heard();

    pass(Duration.ofMinutes(10));

    assertThat(systemd.heard()).isEmpty();
  }

  @Test
  void restingLoopIsAlive() throws Exception {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();
    manager.loopTurns();
    systemd.heard();

    manager.rest(Duration.ofSeconds(16));

    assertThat(sleeps).hasSize(8).containsOnly(Duration.ofSeconds(2));
    assertThat(systemd.heard()).hasSize(8).containsOnly("WATCHDOG=1");
  }

  @Test
  void restLastsAsLongAsItShall() throws Exception {
    environment.put("WATCHDOG_USEC", "8000000");

    manager().rest(Duration.ofMillis(4_500));

    assertThat(sleeps)
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(500));
  }

  @Test
  void restWithoutAWatchdogIsOneSleep() throws Exception {
    manager().rest(Duration.ofMinutes(60));
    manager().rest(Duration.ofSeconds(-1));

    assertThat(sleeps).containsExactly(Duration.ofMinutes(60));
  }

  @Test
  void restThatIsCutShortEndsAndIsASignOfLife() throws Exception {
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();
    manager.loopTurns();
    systemd.heard();

    manager.rest(
        Duration.ofMinutes(60),
        part -> {
          sleeps.add(part);
          pass(part);
          return sleeps.size() == 2;
        });

    assertThat(sleeps).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    assertThat(systemd.heard()).containsExactly("WATCHDOG=1", "WATCHDOG=1");
  }

  @Test
  void watchdogOfAnotherProcessIsNotOurs() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    environment.put("WATCHDOG_PID", "1");
    ServiceManager manager = manager();

    manager.loopTurns();

    assertThat(systemd.heard()).containsExactly("READY=1");
  }

  @Test
  void watchdogOfThisProcessIsOurs() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    environment.put("WATCHDOG_PID", Long.toString(PID));

    manager().loopTurns();

    assertThat(systemd.heard()).containsExactly("READY=1", "WATCHDOG=1");
  }

  @Test
  void nonsenseAsWatchdogIsNone() throws IOException {
    environment.put("WATCHDOG_USEC", "soon");

    manager().loopTurns();

    assertThat(systemd.heard()).containsExactly("READY=1");
  }

  @Test
  void endIsSaid() throws IOException {
    manager().stopping();

    assertThat(systemd.heard()).containsExactly("STOPPING=1");
  }

  @Test
  void abstractSocketIsReached() throws IOException {
    try (NoticeListener hidden = NoticeListener.on("@hsdo-" + UUID.randomUUID())) {
      environment.put("NOTIFY_SOCKET", hidden.name());

      manager().loopTurns();

      assertThat(hidden.heard()).containsExactly("READY=1");
    }
  }

  @Test
  void withoutAManagerNothingIsSaidAndNothingIsLogged() throws IOException {
    environment.remove("NOTIFY_SOCKET");
    environment.put("WATCHDOG_USEC", "8000000");
    ServiceManager manager = manager();

    manager.loopTurns();
    manager.stopping();

    assertThat(log.take()).isEmpty();
    assertThat(systemd.heard()).isEmpty();
  }

  @Test
  void managerThatIsGoneIsLoggedOnceAndHarmsNobody() throws IOException {
    environment.put("WATCHDOG_USEC", "8000000");
    systemd.close();
    ServiceManager manager = manager();

    manager.loopTurns();
    manager.stopping();

    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING telling the service manager fails: sending READY=1 to NOTIFY_SOCKET")
        .contains(systemd.name());
  }

  @Test
  void managerThatReadsNothingIsNotWaitedFor() {
    ServiceManager manager = manager();
    // Far more than a queue of the kernel takes.
    for (int i = 0; i < 10_000; i++) {
      manager.stopping();
    }

    assertThat(log.take()).singleElement().asString().contains("nobody reads it");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private ServiceManager manager() {
    return new ServiceManager(
        environment,
        PID,
        new Clockwork() {
          @Override
          public long nanos() {
            return nanos;
          }

          @Override
          public void sleep(Duration time) {
            sleeps.add(time);
            pass(time);
          }
        });
  }
}
