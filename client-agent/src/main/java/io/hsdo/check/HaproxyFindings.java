package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.CliSocket;
import io.hsdo.haproxy.HaproxyRelease;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.reconcile.Backend;
import io.hsdo.text.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with HAProxy's socket, and with each backend behind it. */
final class HaproxyFindings {
  private static final HaproxyRelease OLDEST = new HaproxyRelease(2, 4, 0);

  private static final String OWN_SOCKET =
      "set CLIENT_HAPROXY_SOCKET_PATH to the path of HAProxy's own 'stats socket', which its"
          + " master's (-S) is not";

  private HaproxyFindings() {}

  static Finding unreachable(HaproxyFacts.Unreachable haproxy) {
    return new Mistake(Kind.SOCKET, haproxy.text(), remedy(haproxy.problem()));
  }

  static List<Finding> of(HaproxyFacts.Answers haproxy, Facts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.add(socket(haproxy));
    findings.addAll(openSockets(haproxy));
    old(haproxy.snapshot().info().version()).ifPresent(findings::add);
    for (Backend backend : facts.backends()) {
      BackendDetails details = haproxy.details().get(backend);
      if (details == null) {
        findings.add(missing(backend));
      } else {
        findings.addAll(new BackendFindings(backend, details, haproxy, facts).all());
      }
    }
    return findings;
  }

  private static String remedy(Problem problem) {
    return switch (problem) {
      case NOT_THERE ->
          "start HAProxy, or set CLIENT_HAPROXY_SOCKET_PATH to the path of its 'stats socket'";
      case REFUSED -> "start HAProxy";
      case NOT_PERMITTED ->
          "set 'user', 'group' and 'mode 660' on its 'stats socket', or run this as its user";
      case CUT_OFF, LINE_TOO_BIG -> "check again; if it stays so, look into HAProxy's log";
      case TIMED_OUT -> "check again; if it stays so, look into HAProxy's log, or " + OWN_SOCKET;
      case UNREADABLE -> OWN_SOCKET;
    };
  }

  private static Finding socket(HaproxyFacts.Answers haproxy) {
    if (haproxy.level() != CliLevel.ADMIN) {
      return new Mistake(
          Kind.SOCKET_LEVEL,
          "the socket is of level "
              + haproxy.level().name().toLowerCase(Locale.ROOT)
              + ", which may not change servers",
          "write 'level admin' on its 'stats socket' line");
    }
    var info = haproxy.snapshot().info();
    return new Fine(
        "socket",
        "HAProxy "
            + info.version()
            + ", pid "
            + info.process().pid()
            + ", up "
            + info.uptimeSec()
            + " s, level admin");
  }

  private static List<Finding> openSockets(HaproxyFacts.Answers haproxy) {
    List<String> open =
        haproxy.sockets().stream()
            .filter(socket -> socket.isTcp() && socket.level() == CliLevel.ADMIN)
            .map(CliSocket::address)
            .toList();
    return open.isEmpty()
        ? List.of()
        : List.of(
            new Mistake(
                Kind.OPEN_SOCKET,
                "HAProxy lets whoever can connect to "
                    + Some.of(open)
                    + " change servers: over TCP nobody is asked who he is",
                "remove that 'stats socket', or give it 'level operator'"));
  }

  private static Optional<Finding> old(String version) {
    return HaproxyRelease.of(version)
        .filter(release -> !release.isAtLeast(OLDEST))
        .map(
            release ->
                new Mistake(
                    Kind.OLD_HAPROXY,
                    "HAProxy " + version + " is older than 2.4, the oldest that HSDO is tried with",
                    "install 2.4 or later"));
  }

  private static Finding missing(Backend backend) {
    return new Mistake(
        Kind.BACKEND_MISSING,
        "HAProxy has no backend '" + backend.name() + "'",
        "add it to HAProxy's configuration, or correct the name in the agent's");
  }
}
