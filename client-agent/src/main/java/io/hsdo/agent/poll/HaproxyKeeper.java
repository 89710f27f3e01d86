package io.hsdo.agent.poll;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Reconciler;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps one HAProxy in line with the list: reads it, reconciles, writes phase A, reads back, writes
 * phase B. It keeps nothing from one pass to the next.
 */
public final class HaproxyKeeper implements Keeper {
  /**
   * HAProxy 3.0 to 3.4 took up to 18 ms to apply an address; what takes longer waits for the next
   * poll.
   */
  private static final int READ_BACKS = 3;

  private static final Duration BETWEEN_READ_BACKS = Duration.ofMillis(10);

  private final Haproxy haproxy;
  private final List<Backend> backends;

  public HaproxyKeeper(Haproxy haproxy, List<Backend> backends) {
    this.haproxy = haproxy;
    this.backends = backends;
  }

  @Override
  public HaproxyPass pass(Function<HaproxySnapshot, List<DesiredServer>> aim)
      throws InterruptedException {
    HaproxySnapshot observed = haproxy.read(backends);
    List<DesiredServer> desired = desired(aim, observed);
    Reconciliation reconciliation = reconcile(desired, observed);
    Writer writer = new Writer(observed.info().process());
    writer.write(reconciliation.commands());
    activate(reconciliation.activations(), writer);
    return new HaproxyPass(
        observed, desired, reconciliation, writer.commandsSent, writer.failures, writer.replaced);
  }

  /** A pass that only looks: nothing is written. */
  public HaproxyPass look(Function<HaproxySnapshot, List<DesiredServer>> aim) {
    HaproxySnapshot observed = haproxy.read(backends);
    List<DesiredServer> desired = desired(aim, observed);
    return new HaproxyPass(observed, desired, reconcile(desired, observed), 0, List.of(), false);
  }

  private static Reconciliation reconcile(List<DesiredServer> desired, HaproxySnapshot observed) {
    return Reconciler.reconcile(desired, observed.servers(), observed.strangersGoOnServing());
  }

  /** Nothing of a process that is leaving. */
  private static List<DesiredServer> desired(
      Function<HaproxySnapshot, List<DesiredServer>> aim, HaproxySnapshot observed) {
    return observed.info().stopping() ? List.of() : aim.apply(observed);
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
      Predicate<Activation> confirmed = each -> each.isConfirmedBy(readBack.servers());
      writer.write(waiting.stream().filter(confirmed).map(Activation::command).toList());
      waiting = waiting.stream().filter(confirmed.negate()).toList();
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
