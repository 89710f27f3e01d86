package io.hsdo.agent;

import io.hsdo.agent.background.ManualThread;
import io.hsdo.agent.list.DrawnList;
import io.hsdo.agent.list.ListChanges;
import io.hsdo.agent.list.ListFeed;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.list.ListKeeping;
import io.hsdo.agent.list.SlotListFollower;
import io.hsdo.agent.list.WatchedTable;
import io.hsdo.agent.monitoring.Monitoring;
import io.hsdo.agent.monitoring.RefreshAge;
import io.hsdo.agent.placement.OwnPlacement;
import io.hsdo.agent.placement.PlacementSetting;
import io.hsdo.agent.poll.Agent;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.agent.poll.HaproxyKeeper;
import io.hsdo.agent.poll.OneWriter;
import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.FakeHaproxy;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.haproxy.WriterLock.Holder;
import io.hsdo.logging.RecordedLog;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.status.Overview;
import io.hsdo.time.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** An agent between a table and a HAProxy of three slots, and all that may happen to it. */
public final class Rig implements AutoCloseable {
  public static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  public static final String READ = "show info;show servers state web";

  private static final String CONFIG =
      """
      backend web
        server-template web 1-3 slot.invalid:80 init-addr last,127.0.0.2 check disabled
      """;

  public final ManualClock clock = new ManualClock(DrawnList.NOW);
  public final WatchedTable table = new WatchedTable();
  public final ManualThread tableThread = new ManualThread();
  public final ManualThread zoneThread = new ManualThread();
  public final FakeHaproxy haproxy;
  public final RecordedLog log = new RecordedLog(Rig.class.getPackage());
  public final List<String> kept = new ArrayList<>();

  /** By which an agent that is started from now on tells people the time. */
  public Clock wall = clock;

  /** What a list from the file would be. */
  public Supplier<ListInUse> file = ListInUse.None::new;

  public Holder lock = new Holder.Us();
  public Optional<Supplier<String>> zone = Optional.empty();

  /** Of an agent that is told it: one that is started from now on. */
  public Placement placement = Placement.EVERYWHERE;

  public Monitoring monitoring;
  private Agent agent;

  public Rig() {
    this(Dialect.V2);
  }

  public Rig(Dialect dialect) {
    haproxy = FakeHaproxy.start(dialect, clock, CONFIG);
    monitoring = monitoring();
    agent = agent(tableThread);
  }

  /** Has the agent end and start again, as another process. */
  public void restartAgent() {
    monitoring = monitoring();
    agent = agent(tableThread);
  }

  public void restartAgent(Executor tableThread) {
    monitoring = monitoring();
    agent = agent(tableThread);
  }

  private Monitoring monitoring() {
    return new Monitoring(
        new Overview.Subject(
            "slots", haproxy.socketPath().toString(), List.of(WEB), Duration.ofSeconds(1)),
        RefreshAge.asSeen(),
        clock,
        wall);
  }

  private Agent agent(Executor thread) {
    OwnPlacement ownPlacement =
        zone.map(
                source ->
                    OwnPlacement.byZone(
                        new PlacementSetting.ByOwnZone(false),
                        source,
                        zoneThread,
                        clock,
                        Duration.ZERO))
            .orElseGet(() -> OwnPlacement.told(placement));
    return new Agent(
        new Agent.Parts(
            new ListFeed(
                new SlotListFollower(table, clock),
                () -> file.get(),
                new ListChanges(List.of(WEB)),
                thread,
                clock,
                ListFeed.PATIENCE_AT_START),
            ownPlacement,
            new OneWriter(() -> lock),
            Optional.of(
                new ListKeeping(
                    (list, at) -> kept.add(DrawnList.draw(list.slots().values())),
                    Duration.ofDays(1),
                    Runnable::run,
                    clock,
                    clock)),
            monitoring.metered(
                new HaproxyKeeper(
                    new Haproxy(
                        new UnixSocketRuntimeApi(haproxy.socketPath().toString()),
                        monitoring::loopGetsOn),
                    List.of(WEB)))),
        List.of(WEB),
        clock,
        monitoring);
  }

  public Agent agent() {
    return agent;
  }

  public AgentStatus poll() throws InterruptedException {
    return agent.poll();
  }

  /** Has the file hold this list. */
  public void fileHolds(String drawing) {
    Instant confirmedAt = wall.instant();
    file = () -> new ListInUse.FromFile(DrawnList.held(drawing), confirmedAt);
  }

  /** Does to HAProxy what an operator, or another program, may do. */
  public void meddle(String command) {
    haproxy.model().exchange(command);
  }

  /** Such as {@code 10.0.0.1 READY}; in maint, the address does not matter. */
  public List<String> servers() {
    return IntStream.rangeClosed(1, 3).mapToObj(this::server).toList();
  }

  private String server(int number) {
    var server = haproxy.model().server(new ServerRef("web", "web" + number)).orElseThrow();
    return server.state() == AdminState.MAINT ? "MAINT" : server.address() + " " + server.state();
  }

  @Override
  public void close() {
    log.close();
    haproxy.close();
  }
}
