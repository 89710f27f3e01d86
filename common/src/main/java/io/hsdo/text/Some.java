package io.hsdo.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence: a few, and how many more there are. */
public final class Some {
  /** Enough to know where to look; a thousand servers must not make a line of a thousand names. */
  private static final int SHOWN = 8;

  private Some() {}

  /** {@code a, b and 3 more}. */
  public static String of(Collection<?> names) {
    String shown =
        names.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
