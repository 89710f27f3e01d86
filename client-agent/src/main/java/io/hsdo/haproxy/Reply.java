package io.hsdo.haproxy;

import java.util.ArrayList;
import java.util.List;

/** How HAProxy answers a line: a block of text for every command, each ended by an empty line. */
final class Reply {
  private Reply() {}

  /** The blocks without their line ends; what is not ended by an empty line is none. */
  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.charAt(start) == '\n' ? start : text.indexOf("\n\n", start);
      if (end < 0) {
        break;
      }
      blocks.add(new Block(text, start, end));
      start = end == start ? start + 1 : end + 2;
    }
    return blocks;
  }

  /**
   * A block where it stands in the answer: one of thousands of servers is not copied to be read.
   */
  record Block(String reply, int start, int end) {
    boolean startsWith(String text) {
      return reply.startsWith(text, start) && start + text.length() <= end;
    }

    boolean is(String text) {
      return end - start == text.length() && startsWith(text);
    }

    /**
     * The same without what stands before the messages of HAProxy: {@code [3]: }, {@code [err]: }.
     */
    Block withoutSeverity() {
      if (!startsWith("[")) {
        return this;
      }
      int message = reply.indexOf("]: ", start) + 3;
      return message < 3 || message > end ? this : new Block(reply, message, end);
    }

    String text() {
      return reply.substring(start, end);
    }
  }
}
