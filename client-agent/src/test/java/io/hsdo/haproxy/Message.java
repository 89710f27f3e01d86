package io.hsdo.haproxy;

/**
 * What a command of {@link HaproxyModel} says.
 *
 * @param severity as the {@code [3]: } before a text, where severities are asked for; 0 for output
 *     that never has one
 * @param unfinished whether the empty line at the end is forgotten, as 2.x does after some errors
 */
record Message(int severity, String text, boolean unfinished) {
  static final Message NOTHING = output("");

  static Message output(String text) {
    return new Message(0, text, false);
  }

  static Message error(String text) {
    return new Message(3, text, false);
  }

  /** How both success and failure of an address are told. */
  static Message warning(String text) {
    return new Message(4, text, false);
  }

  static Message info(String text) {
    return new Message(6, text, false);
  }

  Message forgettingTheEnd(boolean forgets) {
    return new Message(severity, text, forgets);
  }

  String block(boolean withSeverity) {
    if (text.isEmpty()) {
      return "\n";
    }
    String prefix = withSeverity && severity > 0 ? "[" + severity + "]: " : "";
    return prefix + text + (unfinished ? "\n" : "\n\n");
  }
}
