package io.hsdo.reconcile;

/**
 * A server as the Runtime API names it: {@code backend/server}. Its parts hold only what HAProxy
 * allows in names, so that none of them can end a command and begin another.
 */
public record ServerRef(String backend, String server) {
  public ServerRef {
    requireName("backend name", backend);
    requireName("server name", server);
  }

  static void requireName(String field, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          field
              + " '"
              + name
              + "' is refused: HAProxy allows letters, digits, '_', '.', ':' and '-'");
    }
  }

  /** By hand, because thousands of names are looked at every second. */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_.:-".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  // A record's own methods go through method handles, into which the JVM's first compiler does not
  // see: looking at a thousand servers took twice as long.

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerRef ref
        && server.equals(ref.server)
        && backend.equals(ref.backend);
  }

  @Override
  public int hashCode() {
    return 31 * backend.hashCode() + server.hashCode();
  }

  @Override
  public String toString() {
    return backend + "/" + server;
  }
}
