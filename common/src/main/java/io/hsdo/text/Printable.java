package io.hsdo.text;

/**
 * Text that can be shown on one line of a terminal or a log: nothing in it ends the line, moves the
 * cursor or turns the direction of writing, whoever has written it.
 */
public final class Printable {
  private Printable() {}

  /** {@code text} with everything else than visible characters and spaces escaped as in Java. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Printable::isPrintable)) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> append(printable, character));
    return printable.toString();
  }

  private static void append(StringBuilder printable, int character) {
    switch (character) {
      case '\n' -> printable.append("\\n");
      case '\r' -> printable.append("\\r");
      case '\t' -> printable.append("\\t");
      default -> {
        if (isPrintable(character)) {
          printable.appendCodePoint(character);
        } else {
          for (char unit : Character.toChars(character)) {
            printable.append(String.format("\\u%04x", (int) unit));
          }
        }
      }
    }
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
