package io.hsdo.agent;

import io.hsdo.agent.placement.OwnPlacement;
import io.hsdo.agent.placement.PlacementSetting;
import io.hsdo.cache.ListFile;
import io.hsdo.check.CacheFacts;
import io.hsdo.check.Facts;
import io.hsdo.check.Finding;
import io.hsdo.check.HaproxyFacts;
import io.hsdo.check.Kind;
import io.hsdo.check.Report;
import io.hsdo.check.TableFacts;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Placement;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.zone.InstanceMetadata;
import io.hsdo.zone.ZoneException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Looks at everything the agent needs and prints what it finds; it writes nothing. */
final class AgentCheck {
  private final Parameters parameters;
  private final PrintStream out;
  private final List<Finding> findings = new ArrayList<>();

  AgentCheck(Parameters parameters, PrintStream out) {
    this.parameters = parameters;
    this.out = out;
  }

  /**
   * Prints each finding as soon as it is known.
   *
   * @return whether HSDO can work
   * @throws ConfigurationException if the parameters cannot be used; those that were given have
   *     been printed
   */
  boolean run() {
    say(ParameterFindings.of(parameters));
    AgentConfiguration configuration = AgentConfiguration.of(parameters);
    say(ParameterFindings.unknown(configuration.warnings()));
    check(configuration);
    Report report = new Report(findings);
    out.println(report.summary());
    return !report.hasErrors();
  }

  private void check(AgentConfiguration configuration) {
    Region region = configuration.aws().requiredRegion();
    if (configuration.aws().region().isEmpty()) {
      findings.add(
          new Finding.Fine(
              "parameter", "the region is '" + region + "' (the AWS SDK's own chain)"));
    }
    Wiring wiring = Wiring.ofCommand(configuration, System.getenv());
    Instant now = Clock.systemUTC().instant();
    try (DynamoDbClient client = wiring.client(region)) {
      TableFacts table =
          TableFacts.read(new DynamoDbSlotListStore(client, configuration.aws().table()));
      say(ParameterFindings.listSize(parameters, table).stream().toList());
      say(
          new Facts(
                  configuration.backends(),
                  configuration
                      .placement()
                      .match(told -> told, setting -> byOwnZone(setting, wiring.metadata())),
                  HaproxyFacts.read(wiring.haproxy(), configuration.backends()),
                  wiring.lock().holder(),
                  table,
                  cache(wiring.file(region), configuration.cache(), now),
                  now)
              .findings());
    }
  }

  private static CacheFacts cache(
      Optional<ListFile> file, AgentConfiguration.Cache settings, Instant now) {
    if (settings.maxAge().isZero()) {
      return new CacheFacts.Off();
    }
    return file.map(list -> CacheFacts.read(list, settings.path(), now, settings.maxAge()))
        .orElseGet(CacheFacts.Impossible::noMachineId);
  }

  /** Where the zone cannot be learnt, what else follows from it is left out. */
  private Placement byOwnZone(PlacementSetting.ByOwnZone setting, InstanceMetadata metadata) {
    try {
      String zone = metadata.availabilityZone();
      say(List.of(new Finding.Fine("zone", "this host is in '" + zone + "'")));
      return setting.in(zone);
    } catch (ZoneException e) {
      say(
          List.of(
              new Finding.Mistake(
                  Kind.ZONE_UNKNOWN,
                  OwnPlacement.UNKNOWN + ": " + e.getMessage(),
                  "set CLIENT_ZONE")));
      return Placement.EVERYWHERE;
    }
  }

  private void say(List<Finding> found) {
    findings.addAll(found);
    found.forEach(finding -> out.println(Report.line(finding)));
  }
}
