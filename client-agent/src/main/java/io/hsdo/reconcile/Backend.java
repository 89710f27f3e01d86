package io.hsdo.reconcile;

import java.util.OptionalInt;

/**
 * A backend of HAProxy whose servers {@code <baseName>1..N} the agent manages; all its other
 * servers are left alone.
 *
 * @param serverPort the port members serve on, 1..65535
 */
public record Backend(String name, String baseName, int serverPort, Role role) {
  /** Keeps a slot number within an int. */
  private static final int MAX_DIGITS = 9;

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
    String serverName = server.server();
    int start = baseName.length();
    if (!server.backend().equals(name)
        || !serverName.startsWith(baseName)
        || !isNumber(serverName, start)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(serverName, start, serverName.length(), 10));
  }

  private static boolean isNumber(String text, int start) {
    int digits = text.length() - start;
    if (digits < 1 || digits > MAX_DIGITS || text.charAt(start) == '0') {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  // By hand, as those of ServerRef: for a record's own the JVM makes dozens of classes in the first
  // poll.

  @Override
  public boolean equals(Object other) {
    return other instanceof Backend backend
        && name.equals(backend.name)
        && baseName.equals(backend.baseName)
        && serverPort == backend.serverPort
        && role == backend.role;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
