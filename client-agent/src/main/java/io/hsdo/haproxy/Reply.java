package io.hsdo.haproxy;

import java.util.ArrayList;
import java.util.List;

/** How HAProxy answers a line: a block of text for every command, each ended by an empty line. */
final class Reply {
  private Reply() {}

  /** The blocks without their line ends; what is not ended by an empty line is none. */
  static List<String> blocks(String text) {
    List<String> blocks = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.charAt(start) == '\n' ? start : text.indexOf("\n\n", start);
      if (end < 0) {
        break;
      }
      blocks.add(text.substring(start, end));
      start = end == start ? start + 1 : end + 2;
    }
    return blocks;
  }
}
