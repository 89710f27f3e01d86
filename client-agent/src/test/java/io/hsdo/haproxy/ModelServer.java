package io.hsdo.haproxy;

import io.hsdo.reconcile.AdminState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of {@link HaproxyModel}: what each command does to it, and how it is shown. */
final class ModelServer {
  // srv_admin_state, as in HAProxy's server-t.h.
  private static final int FORCED_MAINT = 0x01;
  private static final int INHERITED_MAINT = 0x02;
  private static final int CONFIGURED_MAINT = 0x04;
  private static final int FORCED_DRAIN = 0x08;
  private static final int INHERITED_DRAIN = 0x10;
  private static final int RESOLUTION_MAINT = 0x20;

  private static final int STOPPED = 0;
  private static final int RUNNING = 2;
  private static final int STOPPING = 3;

  private static final Pattern LEADING_NUMBER = Pattern.compile("(-?\\d+)(.*)");
  private static final String BY = " by 'stats socket command'";

  /** An address on its way into the server. */
  private record Pending(String address, int port, Instant due) {}

  /**
   * How a server stands in the configuration.
   *
   * @param address {@code -} for a server that has none
   * @param track the server whose state it follows
   */
  record Definition(
      int id,
      String name,
      Optional<String> fqdn,
      String address,
      int port,
      boolean checked,
      boolean disabled,
      Optional<ModelServer> track) {}

  private final Definition definition;
  private final Dialect dialect;
  private String address;
  private int port;
  private int weight = 1;
  private int bits;
  private int health = RUNNING;
  private Optional<Pending> pending = Optional.empty();

  ModelServer(Definition definition, Dialect dialect) {
    this.definition = definition;
    this.dialect = dialect;
    this.address = definition.address();
    this.port = definition.port();
    this.bits =
        (definition.disabled() ? FORCED_MAINT | CONFIGURED_MAINT : 0)
            | (address.equals("-") ? RESOLUTION_MAINT : 0);
  }

  // What commands do

  Message setState(String state) {
    switch (state) {
      case "ready" -> bits &= ~(FORCED_MAINT | FORCED_DRAIN);
      case "drain" -> bits = (bits & ~FORCED_MAINT) | FORCED_DRAIN;
      case "maint" -> bits = (bits & ~FORCED_DRAIN) | FORCED_MAINT;
      default -> {
        return Message.error("'set server <srv> state' expects 'ready', 'drain' and 'maint'.");
      }
    }
    return Message.NOTHING;
  }

  Message setHealth(String state) {
    if (definition.track().isPresent()) {
      return Message.error("cannot change health on a tracking server.");
    }
    switch (state) {
      case "up" -> setHealth(RUNNING);
      case "stopping" -> setHealth(STOPPING);
      case "down" -> setHealth(STOPPED);
      default -> {
        return Message.error("'set server <srv> health' expects 'up', 'stopping', or 'down'.");
      }
    }
    return Message.NOTHING;
  }

  private void setHealth(int health) {
    if (state() != AdminState.MAINT) {
      this.health = health;
    }
  }

  /** What good checks do. */
  void passCheck() {
    if (definition.checked()) {
      setHealth(RUNNING);
    }
  }

  Message setWeight(String text, boolean staticBalance) {
    Matcher matcher = LEADING_NUMBER.matcher(text);
    if (text.isEmpty()) {
      return Message.error("Require <weight> or <weight%>.");
    }
    if (!matcher.matches()) {
      return Message.error("Empty weight string empty or preceded by garbage")
          .forgettingTheEnd(dialect == Dialect.V2);
    }
    int number = Integer.parseInt(matcher.group(1));
    boolean relative = matcher.group(2).equals("%");
    if (!relative && !matcher.group(2).isEmpty()) {
      return Message.error("Trailing garbage in weight string")
          .forgettingTheEnd(dialect == Dialect.V2);
    }
    if (!relative && (number < 0 || number > 256)) {
      return Message.error("Absolute weight can only be between 0 and 256 inclusive.");
    }
    if (staticBalance && !(relative && (number == 0 || number == 100))) {
      return Message.error(
          "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.");
    }
    // Relative to the weight of the configuration, which is 1 for all servers here.
    weight = relative ? Math.min(256, number / 100) : number;
    return Message.NOTHING;
  }

  /**
   * @param due when it takes effect, in a generation that takes its time
   */
  Message setAddress(String text, String portText, Instant due) {
    Optional<String> canonical = IpText.canonical(text);
    if (canonical.isEmpty()) {
      return Message.warning("Invalid addr '" + text + "'" + dialect.pick(BY, ""));
    }
    if (address.equals("-")) {
      bits &= ~dialect.pick(RESOLUTION_MAINT, 0);
      return Message.warning(
          "Update for the current server address family is only supported through configuration"
              + " file"
              + dialect.pick(BY, "."));
    }
    return dialect == Dialect.V2
        ? setAddressAtOnce(canonical.get(), text, portText)
        : setAddressLater(canonical.get(), portText, due);
  }

  private Message setAddressAtOnce(String next, String text, String portText) {
    List<String> said = new ArrayList<>();
    said.add(
        next.equals(address)
            ? "no need to change the addr"
            : "IP changed from '" + address + "' to '" + text + "'");
    address = next;
    if (portText.startsWith("+")) {
      said.add(
          "can't change <port> to port map because it is incompatible with current health check"
              + " port configuration (use 'port' statement from the 'server' directive.");
    } else if (!portText.isEmpty()) {
      Optional<Integer> number = leadingPort(portText);
      said.add(
          number.isEmpty()
              ? "problem converting port '" + portText + "' to an int"
              : number.get() == port
                  ? "no need to change the port"
                  : "port changed from '" + port + "' to '" + number.get() + "'");
      port = number.orElse(port);
    }
    return Message.warning(String.join(", ", said) + BY);
  }

  private Message setAddressLater(String next, String portText, Instant due) {
    int nextPort = port;
    if (!portText.isEmpty() && !portText.startsWith("+")) {
      Optional<Integer> number = leadingPort(portText);
      if (number.isEmpty()) {
        return Message.warning("problem converting port '" + portText + "' to an int");
      }
      nextPort = number.get();
    }
    List<String> said = new ArrayList<>();
    if (!next.equals(address)) {
      said.add("IP changed from '" + address + "' to '" + next + "'");
    }
    if (nextPort != port) {
      said.add("port changed from '" + port + "' to '" + nextPort + "'");
    }
    if (said.isEmpty()) {
      return Message.warning("nothing changed");
    }
    pending = Optional.of(new Pending(next, nextPort, due));
    return Message.warning(String.join(", ", said) + BY);
  }

  /** As HAProxy takes a port: what follows the digits is ignored, and 70000 is 4464. */
  private static Optional<Integer> leadingPort(String text) {
    Matcher matcher = LEADING_NUMBER.matcher(text);
    return matcher.matches()
        ? Optional.of(Integer.parseInt(matcher.group(1)) & 0xffff)
        : Optional.empty();
  }

  /** Applies an address that is due, and what states have become in between. */
  void settle(Instant now) {
    pending
        .filter(change -> !now.isBefore(change.due()))
        .ifPresent(
            change -> {
              address = change.address();
              port = change.port();
              pending = Optional.empty();
            });
    if (state() == AdminState.MAINT) {
      // Whoever leaves maintenance is up at once, before any check.
      health = RUNNING;
    }
  }

  // What is seen of it

  int adminBits() {
    int inherited =
        definition
            .track()
            .map(
                tracked ->
                    switch (tracked.state()) {
                      case READY -> 0;
                      case DRAIN -> INHERITED_DRAIN;
                      case MAINT -> INHERITED_MAINT;
                    })
            .orElse(0);
    return bits | inherited;
  }

  AdminState state() {
    int all = adminBits();
    if ((all & (FORCED_MAINT | INHERITED_MAINT | RESOLUTION_MAINT)) != 0) {
      return AdminState.MAINT;
    }
    return (all & (FORCED_DRAIN | INHERITED_DRAIN)) != 0 ? AdminState.DRAIN : AdminState.READY;
  }

  private int operationalState() {
    return state() == AdminState.MAINT ? STOPPED : health;
  }

  private int checkBits() {
    boolean maint = state() == AdminState.MAINT;
    if (definition.checked()) {
      return maint ? 14 : 6;
    }
    return definition.disabled() ? 8 : 0;
  }

  HaproxyModel.Server view() {
    return new HaproxyModel.Server(address, port, weight, state(), operationalState() == RUNNING);
  }

  /** As {@code show servers state} shows it. */
  String row(int backendId, String backend) {
    return Stream.of(
            backendId,
            backend,
            definition.id(),
            definition.name(),
            address,
            operationalState(),
            adminBits(),
            weight,
            "1 0 1 0 0",
            checkBits(),
            "0 0 0",
            definition.fqdn().orElse("-"),
            port,
            "- 0 0 - - 0")
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }
}
