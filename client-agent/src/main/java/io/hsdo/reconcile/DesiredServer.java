package io.hsdo.reconcile;

import io.hsdo.slot.Slot;

/** What a managed server should be. */
public sealed interface DesiredServer {
  ServerRef ref();

  AdminState state();

  /** Whether nothing is left to do for it. */
  boolean isCarriedOutBy(ObservedServer observed);

  /** Whether no command can make {@code observed} what it should be. */
  boolean isUnreachable(ObservedServer observed);

  /** What it should be, for people: {@code 10.0.0.1:80 weight 10 ready}. */
  String description();

  /** Nobody is placed here; address and weight do not matter. */
  record Maint(ServerRef ref) implements DesiredServer {
    @Override
    public AdminState state() {
      return AdminState.MAINT;
    }

    @Override
    public boolean isCarriedOutBy(ObservedServer observed) {
      return observed.state() == AdminState.MAINT;
    }

    /** Whatever keeps a server from taking traffic, maint can be added to it. */
    @Override
    public boolean isUnreachable(ObservedServer observed) {
      return false;
    }

    @Override
    public String description() {
      return state().keyword();
    }
  }

  /**
   * Carries a member.
   *
   * @param weight 0..256
   * @param draining whether it gets no new traffic
   */
  record Active(ServerRef ref, Endpoint endpoint, int weight, boolean draining)
      implements DesiredServer {
    public Active {
      if (weight < 0 || weight > Slot.MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "weight " + weight + " of " + ref + " is refused: expected 0 to " + Slot.MAX_WEIGHT);
      }
    }

    boolean takesTraffic() {
      return !draining && weight > 0;
    }

    @Override
    public AdminState state() {
      return draining ? AdminState.DRAIN : AdminState.READY;
    }

    @Override
    public boolean isCarriedOutBy(ObservedServer observed) {
      return observed.isAt(endpoint) && observed.weight() == weight && observed.state() == state();
    }

    @Override
    public boolean isUnreachable(ObservedServer observed) {
      return observed.isUnreachable() && observed.state() != state();
    }

    @Override
    public String description() {
      return endpoint + " weight " + weight + " " + state().keyword();
    }
  }
}
