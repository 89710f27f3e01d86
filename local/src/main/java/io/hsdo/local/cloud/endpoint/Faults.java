package io.hsdo.local.cloud.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which faults befall which calls. Actions are named as IAM names them, such as {@code
 * ec2:DescribeInstances}; several faults can befall one call, in the order in which they were set.
 */
public final class Faults {
  private final Set<String> known;
  private final List<Planned> planned = new ArrayList<>();

  Faults(Set<String> known) {
    this.known = Set.copyOf(known);
  }

  /**
   * Begins to say what befalls calls of these actions.
   *
   * @throws IllegalArgumentException if there is no such action, since a fault that never strikes
   *     would make a test pass for nothing
   */
  public When on(String... actions) {
    for (String action : actions) {
      if (!known.contains(action)) {
        throw new IllegalArgumentException(
            "action '%s' is refused: expected one such as ec2:DescribeInstances".formatted(action));
      }
    }
    return new When(Set.of(actions));
  }

  /** Begins to say what befalls every call. */
  public When onAll() {
    return new When(known);
  }

  /** Ends all faults; calls that hang are answered. */
  public synchronized void clear() {
    planned.forEach(each -> each.fault.end());
    planned.clear();
  }

  /** What befalls this call; each call of an action is asked about once. */
  synchronized List<Fault> befalling(String action) {
    var faults = new ArrayList<Fault>();
    for (Planned each : planned) {
      if (each.actions.contains(action) && each.strikesNext()) {
        faults.add(each.fault);
      }
    }
    return faults;
  }

  private synchronized void plan(Planned fault) {
    planned.add(fault);
  }

  /** When faults strike. Calls are counted from now on, those of several actions together. */
  public final class When {
    private final Set<String> actions;

    private When(Set<String> actions) {
      this.actions = actions;
    }

    /** Until it is cleared. */
    public void always(Fault fault) {
      plan(new Planned(actions, fault, 1, Long.MAX_VALUE));
    }

    /** For the next {@code count} calls. */
    public void next(int count, Fault fault) {
      plan(new Planned(actions, fault, 1, count));
    }

    /** For the one call that comes as number {@code number}, the next one being number 1. */
    public void call(int number, Fault fault) {
      plan(new Planned(actions, fault, number, number));
    }
  }

  private static final class Planned {
    private final Set<String> actions;
    private final Fault fault;
    private final long first;
    private final long last;
    private long calls;

    Planned(Set<String> actions, Fault fault, long first, long last) {
      this.actions = actions;
      this.fault = fault;
      this.first = first;
      this.last = last;
    }

    boolean strikesNext() {
      calls++;
      return calls >= first && calls <= last;
    }
  }
}
