package io.hsdo.refresh;

import static java.util.Locale.ROOT;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;
import java.util.List;
import java.util.function.Predicate;

/** A hook that writes down what it is told, and may be out of reach. */
final class FakeHooks implements LifecycleHooks {
  private final List<String> transcript;
  private Predicate<LifecycleAction> failing = action -> false;

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

  void recover() {
    failing = action -> false;
  }

  @Override
  public void tell(LifecycleAction action) {
    if (failing.test(action)) {
      throw new FleetException(
          "hook hsdo-drain does not take " + action.kind() + " for " + action.memberId(),
          new IllegalStateException("denied"));
    }
    transcript.add(action.kind().name().toLowerCase(ROOT) + " " + action.memberId());
  }
}
