package io.hsdo.check;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence: a few, and how many more there are. */
final class Some {
  /** So that a thousand servers do not make a line of a thousand names. */
  private static final int SHOWN = 5;

  private Some() {}

  static String of(Collection<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
