package io.hsdo.reconcile;

/** What a managed server should be. */
public sealed interface DesiredServer {
  ServerRef ref();

  AdminState state();

  /** Nobody is placed here; address and weight do not matter. */
  record Maint(ServerRef ref) implements DesiredServer {
    @Override
    public AdminState state() {
      return AdminState.MAINT;
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
      if (weight < 0 || weight > 256) {
        throw new IllegalArgumentException(
            "weight " + weight + " of " + ref + " is refused: expected 0 to 256");
      }
    }

    @Override
    public AdminState state() {
      return draining ? AdminState.DRAIN : AdminState.READY;
    }
  }
}
