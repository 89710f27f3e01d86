package io.hsdo.reconcile;

import java.util.regex.Pattern;

/**
 * A server as the Runtime API names it: {@code backend/server}. Its parts hold only what HAProxy
 * allows in names, so that none of them can end a command and begin another.
 */
public record ServerRef(String backend, String server) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

  public ServerRef {
    requireName("backend name", backend);
    requireName("server name", server);
  }

  static void requireName(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          field
              + " '"
              + name
              + "' is refused: HAProxy allows letters, digits, '_', '.', ':' and '-'");
    }
  }

  @Override
  public String toString() {
    return backend + "/" + server;
  }
}
