package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyModel;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.WriteReport.Ending;
import io.hsdo.reconcile.Reconciliation.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What always holds of a pass over HAProxy, over random histories of a list and a HAProxy. */
class ReconcilerPropertyTest {
  private static final int PASSES = 20;
  private static final int MOST_CHANGES = 4;
  private static final int READ_BACKS = 3;
  private static final Duration BETWEEN_READ_BACKS = Duration.ofMillis(10);
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

  /** A pass has a read, writes and read-backs: after any of these HAProxy may be another one. */
  private static final int MOST_EXCHANGES = 6;

  private static final List<String> LABELS =
      List.of(
          "full list",
          "resize",
          "standby return",
          "slot changes hands",
          "address reuse",
          "restart",
          "restart in the middle",
          "async address",
          "missing server",
          "drift");

  @Property(tries = 2_000)
  @Label("nobody is open at a wrong endpoint, others' servers stay, and a second pass says nothing")
  void passKeepsItsPromises(@ForAll long seed) {
    var random = new Random(seed);
    var world = new World(random);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int change = random.nextInt(MOST_CHANGES + 1); change > 0; change--) {
        world.change();
      }
      String context = "seed " + seed + ", pass " + pass;
      new Pass(world, random, context).run();
      world.clock.advance(BETWEEN_PASSES);
      if (random.nextBoolean()) {
        everythingIsAsDesired(world, random, context);
      }
    }
    for (String label : LABELS) {
      Statistics.label(label)
          .collect(world.labels.contains(label))
          .coverage(coverage -> coverage.check(true).count(count -> count > 0));
    }
  }

  /** Addresses may have come too late for one pass, but not for two. */
  private static void everythingIsAsDesired(World world, Random random, String context) {
    new Pass(world, random, context).undisturbed().run();
    world.clock.advance(BETWEEN_PASSES);

    var observed = new Haproxy(world.haproxy).read(World.BACKENDS).servers();
    var again = Reconciler.reconcile(world.desired(), observed, false);
    assertThat(Transcript.of(again)).as(context).isEmpty();
    assertThat(again.unreachable()).as(context).isEmpty();
    for (DesiredServer desired : world.desired()) {
      world
          .haproxy
          .server(desired.ref())
          .ifPresent(server -> isAsDesired(server, desired, context));
    }
  }

  private static void isAsDesired(
      HaproxyModel.Server server, DesiredServer desired, String context) {
    assertThat(server.state()).as(context).isEqualTo(desired.state());
    if (desired instanceof DesiredServer.Active active) {
      assertThat(server.address()).as(context).isEqualTo(active.endpoint().address().toString());
      assertThat(server.port()).as(context).isEqualTo(active.endpoint().port());
      assertThat(server.weight()).as(context).isEqualTo(active.weight());
    }
  }

  /** A pass as the agent runs it, in which HAProxy may be restarted at any moment. */
  private static final class Pass {
    private final World world;
    private final String context;
    private final List<DesiredServer> desired;
    private final Haproxy haproxy = new Haproxy(this::exchange);
    private int exchanges;
    private int restartBefore;

    Pass(World world, Random random, String context) {
      this.world = world;
      this.context = context;
      this.desired = world.desired();
      this.restartBefore = random.nextInt(4) == 0 ? 2 + random.nextInt(MOST_EXCHANGES) : 0;
    }

    Pass undisturbed() {
      restartBefore = 0;
      return this;
    }

    private String exchange(String line) {
      if (++exchanges == restartBefore) {
        world.labels.add("restart in the middle");
        world.restart();
      }
      return world.haproxy.exchange(line);
    }

    /** HAProxy is restarted once at most, and read at once when that is noticed. */
    void run() {
      if (!isCarriedOut()) {
        assertThat(isCarriedOut()).as(context).isTrue();
      }
    }

    private boolean isCarriedOut() {
      var watch = new Watch(world.haproxy, desired, context);
      try {
        HaproxySnapshot observed = haproxy.read(World.BACKENDS);
        HaproxyProcess process = observed.info().process();
        var reconciliation = Reconciler.reconcile(desired, observed.servers(), false);
        return isWritten(reconciliation.commands(), process)
            && areActivated(reconciliation.activations(), process, watch);
      } finally {
        watch.end();
      }
    }

    private boolean areActivated(
        List<Activation> activations, HaproxyProcess process, Watch watch) {
      List<Activation> waiting = new ArrayList<>(activations);
      for (int i = 0; i < READ_BACKS && !waiting.isEmpty(); i++) {
        if (i > 0) {
          world.labels.add("async address");
          world.clock.advance(BETWEEN_READ_BACKS);
          watch.look();
        }
        HaproxySnapshot readBack = haproxy.read(World.BACKENDS);
        if (!readBack.info().process().equals(process)) {
          return false;
        }
        List<Activation> confirmed =
            waiting.stream().filter(each -> each.isConfirmedBy(readBack.servers())).toList();
        if (!isWritten(confirmed.stream().map(Activation::command).toList(), process)) {
          return false;
        }
        waiting.removeAll(confirmed);
      }
      return true;
    }

    private boolean isWritten(List<RuntimeCommand> commands, HaproxyProcess process) {
      return haproxy.write(commands, process).ending() == Ending.COMPLETE;
    }
  }
}
