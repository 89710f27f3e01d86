package io.hsdo.local.faults;

import io.hsdo.local.faults.Fault.Meanwhile;
import io.hsdo.local.faults.Fault.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine that agent and HAProxy run on is not as it should be. */
final class HostFaults {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final Words NO_FILE =
      Words.once(
          "WARN \\w+: keeping the list for a restart fails: ",
          "INFO \\w+: keeping the list for a restart works again after \\d+ s");

  private static final Words NO_ZONE =
      Words.once(
          "WARN \\w+: asking for this host's availability zone fails: ",
          "INFO \\w+: asking for this host's availability zone works again after \\d+ s");

  private HostFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("host restarted without DynamoDB", HostFaults::restarted)
            .meanwhile(stage -> stage.missing(stage.lastCarriedOut()))
            .says(
                Words.once(
                        "WARN \\w+: reading the slot list fails: .*",
                        "INFO \\w+: reading the slot list works again after \\d+ s")
                    .with("WARN \\w+: until the table answers, the list of .* fills backends"))
            .traffic(Traffic.MAY_FAIL),
        Fault.of("disk full", HostFaults::fullDisk)
            .needs(TinyDisk.permission(), TinyDisk.LACKING)
            .meanwhile(Meanwhile.FOLLOWING)
            .says(NO_FILE),
        Fault.of("disk read-only", HostFaults::readOnlyDisk)
            .needs(TinyDisk.permission(), TinyDisk.LACKING)
            .meanwhile(Meanwhile.FOLLOWING)
            .says(NO_FILE),
        Fault.of("instance metadata gone", HostFaults::withoutMetadata)
            .in(Setting.byZone("eu-west-1a"))
            .says(NO_ZONE),
        clock("clock an hour ahead", HOUR),
        clock("clock an hour behind", HOUR.negated()),
        Fault.momentary("agent killed -9 after each command", KilledAgent::oneAfterTheOther));
  }

  /** Both start anew, while nobody can tell them what the list is. */
  private static AutoCloseable restarted(Stage stage) throws Exception {
    stage.await(
        "the list is kept in a file",
        () -> Files.exists(stage.cacheFile()) ? Optional.empty() : Optional.of("no file"));
    AutoCloseable outage = stage.dynamoDb().isUnreachable();
    stage.agents().last().kill();
    stage.haproxy().restart();
    stage.agents().start();
    return outage;
  }

  private static AutoCloseable fullDisk(Stage stage) throws IOException {
    return stage.keep(TinyDisk.over(stage.cacheFolder())).fill();
  }

  private static AutoCloseable readOnlyDisk(Stage stage) throws IOException {
    TinyDisk disk = stage.keep(TinyDisk.readOnlyOver(stage.cacheFolder()));
    return disk::unprotect;
  }

  /** The agent starts anew and is not told its zone. */
  private static AutoCloseable withoutMetadata(Stage stage) {
    MetadataService metadata = stage.keep(new MetadataService("eu-west-1a"));
    stage.agents().last().close();
    stage
        .agents()
        .start(
            Map.of(
                "CLIENT_ZONE",
                "",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                metadata.endpoint().toString()));
    return metadata::start;
  }

  private static Fault clock(String name, Duration offset) {
    return Fault.of(name, stage -> shifted(stage, offset))
        .meanwhile(Meanwhile.FOLLOWING)
        .needs(FakeClock.library(), FakeClock.LACKING);
  }

  /** The clock is right when the agent starts, and right again at the end. */
  private static AutoCloseable shifted(Stage stage, Duration offset) throws Exception {
    stage.agents().last().close();
    var clock = FakeClock.in(stage.folder());
    stage.agents().start(clock.environment());
    stage.await("the agent reads the list", stage.agents()::lacksList);
    clock.set(offset.toSeconds());
    stage.await(
        "it is wrong",
        () ->
            stage.dynamoDb().hasRefusedAClock()
                ? Optional.empty()
                : Optional.of("DynamoDB refused nobody's"));
    return () -> clock.set(0);
  }
}
