package io.hsdo.agent;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.Reconciler;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps one HAProxy in line with the list: reads it, reconciles, writes phase A, reads back, writes
 * phase B. It keeps nothing from one pass to the next.
 */
final class HaproxyKeeper {
  /**
   * HAProxy 3.0 to 3.4 took up to 18 ms to apply an address; what takes longer waits for the next
   * poll.
   */
  private static final int READ_BACKS = 3;

  private static final Duration BETWEEN_READ_BACKS = Duration.ofMillis(10);

  private final Haproxy haproxy;
  private final List<Backend> backends;
  private final Placement placement;

  HaproxyKeeper(Haproxy haproxy, List<Backend> backends, Placement placement) {
    this.haproxy = haproxy;
    this.backends = backends;
    this.placement = placement;
  }

  /**
   * What a pass found and did.
   *
   * @param observed as it was before anything was written
   * @param reconciliation what had to be done
   * @param commandsSent commands that HAProxy was sent, refused ones included
   * @param failures commands that it refused
   * @param replaced whether another process took over meanwhile, so that it must be read at once
   */
  record Pass(
      HaproxySnapshot observed,
      Reconciliation reconciliation,
      int commandsSent,
      List<WriteReport.Failure> failures,
      boolean replaced) {
    Pass {
      failures = List.copyOf(failures);
    }

    boolean isQuiet() {
      return reconciliation.commands().isEmpty();
    }
  }

  /**
   * Runs one pass.
   *
   * @throws io.hsdo.haproxy.RuntimeApiException if HAProxy does not answer
   */
  Pass pass(HeldList list) throws InterruptedException {
    HaproxySnapshot observed = haproxy.read(backends);
    if (observed.info().stopping() || mustNotEmpty(list, observed)) {
      return new Pass(observed, Reconciliation.NOTHING, 0, List.of(), false);
    }
    var desired = DesiredServers.of(list, backends, placement, observed.servers().keySet());
    Reconciliation reconciliation = Reconciler.reconcile(desired, observed.servers());
    Writer writer = new Writer(observed.info().process());
    writer.write(reconciliation.commands());
    activate(reconciliation.activations(), writer);
    return new Pass(
        observed, reconciliation, writer.commandsSent, writer.failures, writer.replaced);
  }

  /** Without a header nobody vouches for a list that has no members. */
  private static boolean mustNotEmpty(HeldList list, HaproxySnapshot observed) {
    return list.header().isEmpty()
        && !list.hasMembers()
        && observed.servers().values().stream().anyMatch(server -> server.takesTraffic());
  }

  private void activate(List<Activation> activations, Writer writer) throws InterruptedException {
    List<Activation> waiting = activations;
    for (int i = 0; i < READ_BACKS && !waiting.isEmpty() && !writer.replaced; i++) {
      if (i > 0) {
        Thread.sleep(BETWEEN_READ_BACKS.toMillis());
      }
      HaproxySnapshot readBack = haproxy.read(backends);
      if (!readBack.info().process().equals(writer.process)) {
        writer.replaced = true;
        return;
      }
      List<Activation> confirmed = Reconciler.confirmed(waiting, readBack.servers());
      writer.write(confirmed.stream().map(Activation::command).toList());
      waiting = waiting.stream().filter(activation -> !confirmed.contains(activation)).toList();
    }
  }

  /** Writes to the process that was read, and adds up what came of it. */
  private final class Writer {
    private final HaproxyProcess process;
    private final List<WriteReport.Failure> failures = new ArrayList<>();
    private int commandsSent;
    private boolean replaced;

    Writer(HaproxyProcess process) {
      this.process = process;
    }

    void write(List<RuntimeCommand> commands) {
      if (commands.isEmpty() || replaced) {
        return;
      }
      WriteReport report = haproxy.write(commands, process);
      commandsSent += report.commandsSent();
      failures.addAll(report.failures());
      replaced = report.ending() != WriteReport.Ending.COMPLETE;
    }
  }
}
