package io.hsdo.agent;

import java.util.Collection;
import java.util.List;

/** Names for a line of the log, the first of them if there are many. */
final class Some {
  /** So that a backend without a thousand servers does not make a line of a thousand names. */
  private static final int MOST = 10;

  private Some() {}

  static String of(Collection<?> names) {
    List<?> some = names.stream().limit(MOST).toList();
    return some + (names.size() > some.size() ? " of " + names.size() : "");
  }
}
