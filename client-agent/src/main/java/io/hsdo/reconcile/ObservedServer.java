package io.hsdo.reconcile;

import io.hsdo.slot.Address;
import java.util.Optional;

/**
 * A server as {@code show servers state} reports it.
 *
 * @param address empty for a server without one ({@code init-addr none})
 * @param port 0..65535
 * @param weight {@code srv_uweight}: what was set, before slow start
 * @param operationalState {@code srv_op_state}: 0 stopped, 1 starting, 2 running, 3 stopping
 * @param adminBits {@code srv_admin_state}, see the constants
 * @param checkBits {@code srv_check_state}
 */
public record ObservedServer(
    ServerRef ref,
    Optional<Address> address,
    int port,
    int weight,
    int operationalState,
    int adminBits,
    int checkBits) {
  // From HAProxy's server-t.h, the same in all versions. 0x04 (CMAINT) is left out on purpose: it
  // tells that the configuration once said 'disabled', and stays on a server that is ready.
  private static final int FORCED_MAINT = 0x01;
  private static final int INHERITED_MAINT = 0x02;
  private static final int RESOLUTION_MAINT = 0x20;
  private static final int FORCED_DRAIN = 0x08;
  private static final int INHERITED_DRAIN = 0x10;

  private static final int MAINT = FORCED_MAINT | INHERITED_MAINT | RESOLUTION_MAINT;
  private static final int DRAIN = FORCED_DRAIN | INHERITED_DRAIN;

  /** What no command can clear: the server tracks another, or waits for a name to resolve. */
  private static final int NOT_OURS = INHERITED_MAINT | RESOLUTION_MAINT | INHERITED_DRAIN;

  private static final int CHECK_CONFIGURED_AND_ENABLED = 0x06;

  // srv_op_state, from HAProxy's server-t.h.
  private static final int STOPPED = 0;
  private static final int STARTING = 1;
  private static final int RUNNING = 2;

  public AdminState state() {
    return state(adminBits);
  }

  private static AdminState state(int adminBits) {
    if ((adminBits & MAINT) != 0) {
      return AdminState.MAINT;
    }
    return (adminBits & DRAIN) != 0 ? AdminState.DRAIN : AdminState.READY;
  }

  /** Whether its administrative state is out of reach of the Runtime API. */
  public boolean isUnreachable() {
    return (adminBits & NOT_OURS) != 0;
  }

  /** Whether HAProxy checks its health, so that a server marked down comes up by itself. */
  public boolean isChecked() {
    return (checkBits & CHECK_CONFIGURED_AND_ENABLED) == CHECK_CONFIGURED_AND_ENABLED;
  }

  /** Whether its checks find it bad, or have not found it good yet. */
  public boolean isStopped() {
    return operationalState == STOPPED;
  }

  /** Whether it is in its slow start. */
  public boolean isStarting() {
    return operationalState == STARTING;
  }

  public boolean takesTraffic() {
    return takesTraffic(adminBits, operationalState, weight);
  }

  /** Whether HAProxy counts a server as usable: {@code srv_currently_usable} of its source. */
  public static boolean takesTraffic(int adminBits, int operationalState, int weight) {
    return state(adminBits) == AdminState.READY
        && (operationalState == STARTING || operationalState == RUNNING)
        && weight > 0;
  }

  /** Whether it is ready, and not at an address that is nobody's but this host's. */
  public boolean isReadyElsewhere() {
    return state() == AdminState.READY
        && address.filter(known -> !known.isOfThisHost()).isPresent();
  }

  /** What it is, for people: {@code 10.0.0.1:80 weight 10 ready}. */
  public String description() {
    return address.map(Address::bracketed).orElse("no address")
        + ":"
        + port
        + " weight "
        + weight
        + " "
        + state().keyword();
  }

  /** Whether it is in maint because HAProxy has no address for its name. */
  public boolean waitsForName() {
    return (adminBits & RESOLUTION_MAINT) != 0;
  }

  /** Empty for a server without address, or with port 0. */
  public Optional<Endpoint> endpoint() {
    return address.filter(known -> port > 0).map(known -> new Endpoint(known, port));
  }

  public boolean isAt(Endpoint endpoint) {
    return port == endpoint.port()
        && address.isPresent()
        && address.get().equals(endpoint.address());
  }
}
