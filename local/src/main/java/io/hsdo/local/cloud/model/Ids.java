package io.hsdo.local.cloud.model;

import java.util.SplittableRandom;
import java.util.UUID;

/** Makes up identifiers in AWS's formats; the same seed makes up the same ones. */
final class Ids {
  private final SplittableRandom random;

  Ids(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Such as {@code i-0123456789abcdef0}: 17 hexadecimal digits, the first of them 0. */
  String resource(String prefix) {
    return "%s-0%016x".formatted(prefix, random.nextLong());
  }

  String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
