package io.hsdo.local.faults;

import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.faults.Fault.Meanwhile;
import io.hsdo.local.faults.Fault.Traffic;
import io.hsdo.local.faults.Patience.Condition;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.reconcile.Backend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays a fault under a steady light load:
 *
 * <ol>
 *   <li>An agent has carried out the list. The fault begins, and the list changes.
 *   <li>The agent says that something broke; what must be brought about meanwhile is.
 *   <li>The fault ends. HAProxy is right again, and the agent says so.
 * </ol>
 */
public final class Play {
  /** After this many polls without another word the agent has nothing more to say. */
  private static final int POLLS_AFTERWARDS = 3;

  private static final int REQUESTS_PER_SECOND = 100;

  private final Fault fault;
  private final Pace pace;
  private final Stage stage;
  private final List<String> complaints = new ArrayList<>();

  private Play(Fault fault, Pace pace, Stage stage) {
    this.fault = fault;
    this.pace = pace;
    this.stage = stage;
  }

  /** Plays a fault on a stage of its own. */
  public static Outcome of(Fault fault, Pace pace, DynamoDbLocal dynamoDb) throws Exception {
    try (Stage stage = Stage.set(dynamoDb, fault.setting(), pace)) {
      return new Play(fault, pace, stage).play();
    }
  }

  private Outcome play() throws Exception {
    stage.agents().start();
    stage.awaitCarriedOut();
    try (Load load = Load.start(load());
        var servers = new ReadyServers(stage.haproxy().statsUrl(), backends())) {
      int before = stage.agents().lines().size();
      long begun = System.nanoTime();
      Optional<Duration> meanwhile;
      AutoCloseable lasting = fault.beginning().begin(stage);
      try {
        stage.changeList();
        await("it says that it broke", () -> unless(fault.words().isBroken(said(before))));
        meanwhile = meanwhile();
        hold(begun);
      } finally {
        lasting.close();
      }
      long ended = System.nanoTime();
      await("HAProxy is right again", stage::missing);
      Duration rightAfter = since(ended);
      String ready = servers.range();
      stage.carriedOut();
      await("it says that it healed", () -> unless(fault.words().isHealed(said(before))));
      Thread.sleep(stage.interval().multipliedBy(POLLS_AFTERWARDS).toMillis());
      judge(said(before));
      LoadReport report = load.stop();
      judge(report);
      return new Outcome(
          Duration.ofNanos(ended - begun),
          report.answers().stream()
              .filter(answer -> answer.sent() - ended < 0 && answer.received() - begun > 0)
              .count(),
          report.failures().size(),
          ready,
          meanwhile,
          rightAfter,
          Words.telling(said(before)).stream().map(stage::readable).toList(),
          complaints);
    }
  }

  private LoadSettings load() {
    var target =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.haproxy().httpPort());
    return new LoadSettings(List.of(target), 4, REQUESTS_PER_SECOND, 200, Duration.ofMinutes(10));
  }

  private List<String> backends() {
    return stage.backends().stream().map(Backend::name).toList();
  }

  private List<String> said(int before) {
    List<String> lines = stage.agents().lines();
    return lines.subList(before, lines.size());
  }

  private Optional<Duration> meanwhile() throws InterruptedException {
    if (fault.meanwhile() == Meanwhile.NOTHING) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    fault.meanwhile().provoke(stage);
    await("meanwhile", () -> fault.meanwhile().missing(stage));
    return Optional.of(since(start));
  }

  private void hold(long begun) throws InterruptedException {
    Duration wanted = fault.lasts().minus(since(begun));
    Duration rest = wanted.compareTo(pace.longest()) < 0 ? wanted : pace.longest();
    Thread.sleep(Math.max(0, rest.toMillis()));
  }

  private static Duration since(long time) {
    return Duration.ofNanos(System.nanoTime() - time);
  }

  private void judge(List<String> lines) {
    complaints.addAll(fault.words().complaints(lines));
    if (!stage.agents().last().isRunning()) {
      complaints.add("the agent has ended");
    }
  }

  private void judge(LoadReport report) {
    if (fault.traffic() == Traffic.FLOWS && !report.failures().isEmpty()) {
      complaints.add(
          report.failures().size() + " requests failed, first " + report.failures().get(0));
    }
    var astray = stage.seats().astray(report.answers());
    if (fault.traffic() != Traffic.MAY_GO_ASTRAY && !astray.isEmpty()) {
      complaints.add(
          astray.size()
              + " requests went to wrong instances, first "
              + stage.seats().describe(astray.get(0)));
    }
  }

  private static Optional<String> unless(boolean said) {
    return said ? Optional.empty() : Optional.of("its line is missing");
  }

  private void await(String what, Condition condition) throws InterruptedException {
    try {
      stage.await(what, condition);
    } catch (IllegalStateException e) {
      complaints.add(String.valueOf(e.getMessage()));
    }
  }
}
