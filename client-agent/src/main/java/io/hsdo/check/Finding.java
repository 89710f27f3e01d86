package io.hsdo.check;

/** What a check came to: that something is right, or what is wrong and what to change. */
public sealed interface Finding {
  /**
   * It is right.
   *
   * @param what was looked at, in a word
   * @param text what was found
   */
  record Fine(String what, String text) implements Finding {}

  /**
   * It is a mistake, or may be one.
   *
   * @param text what was found
   * @param remedy what to change
   */
  record Mistake(Kind kind, String text, String remedy) implements Finding {}
}
