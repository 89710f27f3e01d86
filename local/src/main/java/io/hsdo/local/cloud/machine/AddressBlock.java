package io.hsdo.local.cloud.machine;

import java.util.HashSet;
import java.util.Set;

/**
 * The addresses {@code 127.x.0.0/16}, handed out one after the other. An address that came back is
 * handed out again only after all others, so that nobody mistakes an instance for its predecessor.
 */
final class AddressBlock {
  static final int FIRST = 1;
  static final int LAST = 254;

  private static final int HOSTS = 254;
  private static final int ADDRESSES = 255 * HOSTS;

  private final int second;
  private final Set<String> taken = new HashSet<>();
  private int next;

  AddressBlock(int second) {
    if (second < FIRST || second > LAST) {
      throw new IllegalArgumentException(
          "block 127.%d is refused: expected %d to %d".formatted(second, FIRST, LAST));
    }
    this.second = second;
  }

  /** Outside of what is handed out: whoever listens there owns its port in the whole block. */
  String guard() {
    return "127.%d.255.254".formatted(second);
  }

  String reserve() {
    for (int tries = 0; tries < ADDRESSES; tries++) {
      String address = "127.%d.%d.%d".formatted(second, next / HOSTS, 1 + next % HOSTS);
      next = (next + 1) % ADDRESSES;
      if (taken.add(address)) {
        return address;
      }
    }
    throw new IllegalStateException("all addresses of " + this + " are in use");
  }

  void release(String address) {
    taken.remove(address);
  }

  @Override
  public String toString() {
    return "127.%d.0.0/16".formatted(second);
  }
}
