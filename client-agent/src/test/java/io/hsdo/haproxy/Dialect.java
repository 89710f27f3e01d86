package io.hsdo.haproxy;

import java.time.Duration;

/**
 * Generations of HAProxy that differ in what they answer, or in when they do what they are told.
 */
public enum Dialect {
  /** 2.4 to 2.9. */
  V2("2.6.12-1+deb12u4"),
  /** 3.0 and 3.1: addresses are applied some time after the answer. */
  V3_0("3.0.11-1+deb13u3"),
  /** From 3.2 on: besides, a whole line must fit into tune.bufsize. */
  V3_2("3.2.26-1");

  private static final int DEFAULT_BUFSIZE = 16384;

  private final String version;

  Dialect(String version) {
    this.version = version;
  }

  /** The one that HAProxy {@code version} speaks. */
  public static Dialect of(String version) {
    if (version.startsWith("2.")) {
      return V2;
    }
    return version.startsWith("3.0") || version.startsWith("3.1") ? V3_0 : V3_2;
  }

  /** A version that speaks it, as {@code show info} tells it. */
  public String version() {
    return version;
  }

  /** How long after the answer an address is in place: up to 18 ms were seen. */
  Duration addressDelay() {
    return this == V2 ? Duration.ZERO : Duration.ofMillis(20);
  }

  /** The longest line in bytes, with its line feed. */
  int maxLine() {
    return this == V3_2 ? DEFAULT_BUFSIZE : Integer.MAX_VALUE;
  }

  /** Picks what differs between 2.x and 3.x. */
  <T> T pick(T v2, T v3) {
    return this == V2 ? v2 : v3;
  }
}
