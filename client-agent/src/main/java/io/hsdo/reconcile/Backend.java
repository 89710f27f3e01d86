package io.hsdo.reconcile;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A backend of HAProxy whose servers {@code <baseName>1..N} the agent manages; all its other
 * servers are left alone.
 *
 * @param serverPort the port members serve on, 1..65535
 */
public record Backend(String name, String baseName, int serverPort, Role role) {
  private static final Pattern SLOT_NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  /** Which members a backend is for. */
  public enum Role {
    /** The local ones; everybody, where nothing makes a difference between members. */
    DEFAULT,
    /** Those that are not placed in the default backends. */
    FALLBACK
  }

  public Backend {
    ServerRef.requireName("backend name", name);
    ServerRef.requireName("server base name", baseName);
    Endpoint.requirePort(serverPort);
  }

  /** The server of slot {@code number}. */
  public ServerRef server(int number) {
    return new ServerRef(name, baseName + number);
  }

  /** The slot that {@code server} carries; empty if it is not one of the managed servers. */
  public OptionalInt slotNumber(ServerRef server) {
    if (!server.backend().equals(name) || !server.server().startsWith(baseName)) {
      return OptionalInt.empty();
    }
    String number = server.server().substring(baseName.length());
    return SLOT_NUMBER.matcher(number).matches()
        ? OptionalInt.of(Integer.parseInt(number))
        : OptionalInt.empty();
  }
}
