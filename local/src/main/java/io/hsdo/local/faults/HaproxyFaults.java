package io.hsdo.local.faults;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.local.faults.Fault.Traffic;
import io.hsdo.local.haproxy.InteractiveConnection;
import io.hsdo.local.haproxy.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** HAProxy is away, or another than it was. */
final class HaproxyFaults {
  private static final String FAILS = "WARN \\w+: reconciling HAProxy fails: .*";
  private static final String WORKS = "INFO \\w+: reconciling HAProxy works again after \\d+ s";
  private static final String HEALED = "INFO \\w+: every slot is carried out again";
  private static final String STOPPING = "WARN \\w+: HAProxy is stopping";
  private static final Words NO_ANSWER = Words.once(FAILS, WORKS);

  /** A process that is replaced in a tenth of a second may be missed by no poll, or by one. */
  private static final Words MAYBE_NO_ANSWER = Words.perhaps(FAILS, WORKS);

  /** A poll may also reach a process that was reloaded and has not gone yet. */
  private static final Words MAYBE_STOPPING =
      Words.perhaps(FAILS + "|" + STOPPING, WORKS + "|" + HEALED);

  /** HAProxy answers 10, and lets others wait. */
  private static final int CLI_CONNECTIONS = 10;

  private HaproxyFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("HAProxy absent at start", HaproxyFaults::absentAtStart)
            .says(NO_ANSWER)
            .traffic(Traffic.MAY_FAIL),
        Fault.of("HAProxy's socket refused", HaproxyFaults::refused)
            .says(NO_ANSWER)
            .traffic(Traffic.MAY_FAIL),
        Fault.momentary("HAProxy restarted", stage -> stage.haproxy().restart())
            .says(MAYBE_NO_ANSWER)
            .traffic(Traffic.MAY_FAIL),
        Fault.momentary("HAProxy reloaded with -sf", stage -> stage.haproxy().reload())
            .says(MAYBE_STOPPING)
            .traffic(Traffic.MAY_FAIL),
        Fault.momentary("HAProxy reloaded by its master", stage -> stage.haproxy().reloadByMaster())
            .in(Setting.withMaster())
            .says(MAYBE_STOPPING)
            .traffic(Traffic.MAY_FAIL),
        Fault.of("HAProxy frozen for 25 s", HaproxyFaults::frozen)
            .lasting(Duration.ofSeconds(25))
            .says(NO_ANSWER)
            .traffic(Traffic.MAY_FAIL),
        Fault.of("HAProxy at its CLI connection limit", HaproxyFaults::occupied).says(NO_ANSWER),
        Fault.of("a stopping process answers", HaproxyFaults::stopping)
            .says(Words.once(STOPPING, HEALED))
            .traffic(Traffic.MAY_FAIL),
        Fault.of("HAProxy replaced between read and write", HaproxyFaults::replaced)
            .says(MAYBE_NO_ANSWER)
            .traffic(Traffic.MAY_FAIL),
        Fault.of("backend missing", stage -> reconfigured(stage, others(stage)))
            .says(lacks("backends: web"))
            .traffic(Traffic.MAY_FAIL),
        Fault.of("backend too small", stage -> reconfigured(stage, stage.haproxyConfig(3)))
            .says(lacks("servers: web/web4, "))
            .traffic(Traffic.MAY_FAIL),
        Fault.of("a slot deleted", HaproxyFaults::deleted)
            .says(lacks("servers: web/web6"))
            .traffic(Traffic.MAY_FAIL));
  }

  /** What a reload takes away or brings back; {@code what} is a regular expression. */
  private static Words lacks(String what) {
    return Words.once("WARN \\w+: HAProxy lacks " + what, HEALED).with(STOPPING);
  }

  private static AutoCloseable absentAtStart(Stage stage) throws IOException {
    stage.agents().last().close();
    stage.haproxy().stop();
    Files.delete(stage.haproxy().socketPath());
    stage.agents().start();
    return () -> stage.haproxy().launch();
  }

  /** Killed, it leaves a file behind on which nobody listens. */
  private static AutoCloseable refused(Stage stage) {
    stage.haproxy().stop();
    return () -> stage.haproxy().launch();
  }

  private static AutoCloseable frozen(Stage stage) {
    stage.haproxy().freeze();
    return () -> stage.haproxy().thaw();
  }

  private static AutoCloseable occupied(Stage stage) {
    List<InteractiveConnection> idle = new ArrayList<>();
    for (int i = 0; i < CLI_CONNECTIONS; i++) {
      var connection = InteractiveConnection.to(stage.haproxy().socketPath());
      connection.exchange("set timeout cli 3600s");
      idle.add(connection);
    }
    return () -> {
      for (var connection : idle) {
        connection.close();
      }
    };
  }

  /** The agent gets through to the predecessor of a HAProxy that was reloaded. */
  private static AutoCloseable stopping(Stage stage) {
    var old = InteractiveConnection.to(stage.haproxy().socketPath());
    stage.haproxy().reload();
    AutoCloseable interposed = stage.interpose((line, haproxy) -> old.exchange(line));
    return () -> {
      interposed.close();
      old.close();
    };
  }

  /** At the first line that would change something, and only then. */
  private static AutoCloseable replaced(Stage stage) {
    var done = new AtomicBoolean();
    AutoCloseable interposed =
        stage.interpose(
            (line, haproxy) -> {
              if (line.contains("set server ") && !done.getAndSet(true)) {
                stage.haproxy().restart();
              }
              return haproxy.exchange(line);
            });
    return () -> {
      try (interposed) {
        stage.await(
            "HAProxy is replaced",
            () -> done.get() ? Optional.empty() : Optional.of("nothing was written"));
      }
    };
  }

  private static ServiceConfig others(Stage stage) {
    return new ServiceConfig("other", "web", stage.roster().list().size());
  }

  private static AutoCloseable reconfigured(Stage stage, ServiceConfig config) {
    stage.haproxy().configure(config);
    stage.haproxy().reload();
    return () -> {
      stage.haproxy().configure(stage.haproxyConfig(Stage.SLOTS));
      stage.haproxy().reload();
    };
  }

  /** The slot of the next newcomer. Only a reload brings such a server back. */
  private static AutoCloseable deleted(Stage stage) {
    RuntimeApi cli = stage.cli();
    String reply = cli.exchange("del server web/web6");
    if (!reply.startsWith("Server deleted.")) {
      throw new IllegalStateException("deleting a server failed: " + reply);
    }
    return () -> stage.haproxy().reload();
  }
}
