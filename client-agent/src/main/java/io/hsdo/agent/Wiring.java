package io.hsdo.agent;

import io.hsdo.agent.background.OneThread;
import io.hsdo.agent.list.ListChanges;
import io.hsdo.agent.list.ListFeed;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.list.ListKeeping;
import io.hsdo.agent.list.SlotListFollower;
import io.hsdo.agent.list.StartFile;
import io.hsdo.agent.monitoring.Monitoring;
import io.hsdo.agent.monitoring.RefreshAge;
import io.hsdo.agent.placement.OwnPlacement;
import io.hsdo.agent.placement.PlacementSetting;
import io.hsdo.agent.poll.Agent;
import io.hsdo.agent.poll.HaproxyKeeper;
import io.hsdo.agent.poll.Keeper;
import io.hsdo.agent.poll.OneWriter;
import io.hsdo.cache.ListFile;
import io.hsdo.cache.ListFileException;
import io.hsdo.cache.MachineId;
import io.hsdo.cache.Origin;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.SdkSettings;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketLibrary;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.haproxy.WriterLock;
import io.hsdo.status.Overview;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.zone.InstanceMetadata;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the agent is made of. */
final class Wiring {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final AgentConfiguration configuration;
  private final Map<String, String> environment;
  private final Executor fileThread;
  private final Duration patienceAtStart;
  private final Runnable progress;
  private final Clock clock = SteadyClock.startingNow();
  private final Clock wall = Clock.systemUTC();

  /**
   * @param environment where settings of the AWS SDK are
   * @param fileThread on which the list is written to its file
   * @param patienceAtStart what the first poll waits for the table, and for this host's zone
   * @param progress see {@link Haproxy}
   */
  private Wiring(
      AgentConfiguration configuration,
      Map<String, String> environment,
      Executor fileThread,
      Duration patienceAtStart,
      Runnable progress) {
    this.configuration = configuration;
    this.environment = environment;
    this.fileThread = fileThread;
    this.patienceAtStart = patienceAtStart;
    this.progress = progress;
  }

  /** Of an agent that goes on polling, and tells when it gets on with a long poll. */
  static Wiring ofLoop(
      AgentConfiguration configuration, Map<String, String> environment, Runnable progress) {
    return new Wiring(
        configuration,
        environment,
        OneThread.named("list-file"),
        ListFeed.PATIENCE_AT_START,
        progress);
  }

  /** Of a command: it polls once at most, and does not end before the list is in its file. */
  static Wiring ofCommand(AgentConfiguration configuration, Map<String, String> environment) {
    return new Wiring(
        configuration, environment, Runnable::run, ListFeed.PATIENCE_OF_A_COMMAND, () -> {});
  }

  /** What watches an agent that goes on. */
  Monitoring monitoring() {
    return monitoring(RefreshAge.asSeen());
  }

  /** What watches one that looks once. */
  Monitoring monitoringOfOneLook() {
    return monitoring(RefreshAge.asWritten());
  }

  private Monitoring monitoring(RefreshAge refreshAge) {
    var subject =
        new Overview.Subject(
            configuration.aws().table(),
            configuration.haproxySocket(),
            configuration.backends(),
            configuration.interval());
    return new Monitoring(subject, refreshAge, clock, wall);
  }

  /**
   * The agent.
   *
   * @throws ConfigurationException if it cannot be made of this configuration
   */
  Agent agent(Monitoring monitoring) {
    return agent(monitoring, file(region()), lock()::take, keeper(monitoring));
  }

  /** An agent that looks, and writes neither to HAProxy nor anywhere else. */
  Agent onlooker(Monitoring monitoring) {
    return agent(monitoring, Optional.empty(), WriterLock.Holder.Us::new, keeper(monitoring)::look);
  }

  /** One that does all but write to HAProxy; its lock is nobody else's. */
  Agent agentAside(Monitoring monitoring) {
    var ownLock = new WriterLock(ownFolder().resolve("haproxy.sock"), ownFolder());
    return agent(monitoring, file(region()), ownLock::take, keeper(monitoring)::look);
  }

  private Agent agent(
      Monitoring monitoring,
      Optional<ListFile> file,
      Supplier<WriterLock.Holder> lock,
      Keeper keeper) {
    var parts =
        new Agent.Parts(
            feed(file),
            placement(),
            new OneWriter(lock),
            file.map(this::keeping),
            monitoring.metered(keeper));
    return new Agent(parts, configuration.backends(), clock, monitoring);
  }

  private Region region() {
    return configuration.aws().requiredRegion();
  }

  private HaproxyKeeper keeper(Monitoring monitoring) {
    Runnable getsOn =
        () -> {
          progress.run();
          monitoring.loopGetsOn();
        };
    return new HaproxyKeeper(haproxy(getsOn), configuration.backends());
  }

  private ListFeed feed(Optional<ListFile> file) {
    var store = new DynamoDbSlotListStore(client(region()), configuration.aws().table());
    Supplier<ListInUse> start =
        file.<Supplier<ListInUse>>map(
                present -> new StartFile(present, configuration.cache().maxAge(), wall))
            .orElse(ListInUse.None::new);
    return new ListFeed(
        new SlotListFollower(store, clock),
        start,
        new ListChanges(configuration.backends()),
        OneThread.named("table"),
        clock,
        patienceAtStart);
  }

  DynamoDbClient client(Region region) {
    return SdkSettings.client(environment, () -> DynamoDbClients.create(Optional.of(region)));
  }

  /** Empty if there is to be none, or can be none on this machine. */
  Optional<ListFile> file(Region region) {
    if (configuration.cache().maxAge().isZero()) {
      return Optional.empty();
    }
    try {
      var origin =
          new Origin(MachineId.of(MachineId.FILE), configuration.aws().table(), region.id());
      return Optional.of(new ListFile(configuration.cache().path(), origin));
    } catch (ListFileException e) {
      LOG.warn("the list is not kept for a restart: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private ListKeeping keeping(ListFile file) {
    return new ListKeeping(
        (list, confirmedAt) -> file.write(list.header(), list.slots().values(), confirmedAt),
        configuration.cache().maxAge(),
        fileThread,
        clock,
        wall);
  }

  private OwnPlacement placement() {
    return configuration.placement().match(OwnPlacement::told, this::byOwnZone);
  }

  private OwnPlacement byOwnZone(PlacementSetting.ByOwnZone setting) {
    return OwnPlacement.byZone(
        setting, metadata()::availabilityZone, OneThread.named("zone"), clock, patienceAtStart);
  }

  /** Knows this host's zone. */
  InstanceMetadata metadata() {
    return InstanceMetadata.of(environment);
  }

  WriterLock lock() {
    return new WriterLock(Path.of(configuration.haproxySocket()), ownFolder());
  }

  private Path ownFolder() {
    return Objects.requireNonNull(configuration.cache().path().getParent());
  }

  /** To be looked at only. */
  Haproxy haproxy() {
    return haproxy(() -> {});
  }

  private Haproxy haproxy(Runnable getsOn) {
    UnixSocketLibrary.requireRoom(
        Path.of(System.getProperty("java.io.tmpdir")),
        Path.of(System.getProperty("user.home")),
        Path.of(System.getProperty("user.dir")));
    try {
      return new Haproxy(new UnixSocketRuntimeApi(configuration.haproxySocket()), getsOn);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Parameter.CLIENT_HAPROXY_SOCKET_PATH + ": " + e.getMessage());
    }
  }
}
