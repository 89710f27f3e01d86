package io.hsdo.reconcile;

import io.hsdo.slot.Address;

/**
 * Where a server sends its requests to. HAProxy takes port 70000 for 4464, so the range is ours to
 * keep.
 */
public record Endpoint(Address address, int port) {
  public Endpoint {
    requirePort(port);
  }

  static void requirePort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is refused: expected 1 to 65535");
    }
  }

  @Override
  public String toString() {
    return address.bracketed() + ":" + port;
  }
}
