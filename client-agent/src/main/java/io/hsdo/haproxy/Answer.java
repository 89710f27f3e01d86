package io.hsdo.haproxy;

import java.util.List;

/**
 * What HAProxy says to a changing command, after {@code set severity-output number}: nothing, or a
 * text such as {@code [3]: No such server.} It can tell a failure, but never a success: an address
 * is answered alike before and after it took effect.
 *
 * @param text without the severity
 */
record Answer(boolean isFailure, String text) {
  /** From here on HAProxy merely informs: 4 warning, 5 notice, 6 info. */
  private static final char WARNING = '4';

  /** Errors about addresses, which come as warnings, as their success does. */
  private static final List<String> FAILED_ADDRESSES =
      List.of("Invalid addr", "problem converting", "can't change", "Update for");

  static Answer parse(String block) {
    if (block.isEmpty()) {
      return new Answer(false, "");
    }
    if (!block.startsWith("[") || !block.startsWith("]: ", 2)) {
      return new Answer(true, block);
    }
    String text = block.substring(5);
    return new Answer(
        block.charAt(1) < WARNING || FAILED_ADDRESSES.stream().anyMatch(text::contains), text);
  }
}
