package io.hsdo.refresh;

import static java.util.Locale.ROOT;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A hook that writes down what it is told, and may be out of reach. */
final class FakeHooks implements LifecycleHooks {
  private final List<String> transcript;
  private Runnable takes = () -> {};
  private final Set<String> completed = new HashSet<>();
  private Predicate<LifecycleAction> failing = action -> false;
  private boolean foreign;

  /**
   * @param transcript gets lines such as {@code complete i-2}
   */
  FakeHooks(List<String> transcript) {
    this.transcript = transcript;
  }

  void fail(LifecycleAction.Kind kind) {
    failing = action -> action.kind() == kind;
  }

  void failFor(String memberId) {
    failing = action -> action.memberId().equals(memberId);
  }

  /** Each call takes so long from now on. */
  void slow(Runnable time) {
    takes = time;
  }

  /** Somebody else's hook holds whoever waits. */
  void ofSomebodyElse() {
    foreign = true;
  }

  void recover() {
    failing = action -> false;
  }

  @Override
  public boolean tell(LifecycleAction action) {
    takes.run();
    if (failing.test(action)) {
      throw new FleetException(
          "hook hsdo-drain does not take " + action.kind() + " for " + action.memberId(),
          new IllegalStateException("denied"));
    }
    transcript.add(action.kind().name().toLowerCase(ROOT) + " " + action.memberId());
    return !foreign
        && (action.kind() == LifecycleAction.Kind.HEARTBEAT || completed.add(action.memberId()));
  }
}
