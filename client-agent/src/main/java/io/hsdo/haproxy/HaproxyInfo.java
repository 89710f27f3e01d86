package io.hsdo.haproxy;

import io.hsdo.haproxy.RuntimeApiException.Problem;

/**
 * What {@code show info} tells of a HAProxy.
 *
 * @param version as HAProxy writes it, such as {@code 2.6.12-1+deb12u4}
 * @param uptimeSec how long the process has been running
 * @param stopping whether this process was told to leave, as after a reload: what is done to it has
 *     no effect on its successor
 */
public record HaproxyInfo(
    String version, HaproxyProcess process, long uptimeSec, boolean stopping) {
  /** Reads lines such as {@code Pid: 4711}. */
  static HaproxyInfo parse(String text) {
    return new HaproxyInfo(
        field(text, "Version"),
        new HaproxyProcess(number(text, "Pid"), number(text, "Start_time_sec")),
        number(text, "Uptime_sec"),
        number(text, "Stopping") != 0);
  }

  private static long number(String text, String name) {
    String value = field(text, name);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new RuntimeApiException(
          Problem.UNREADABLE, "reading " + name + " '" + value + "' of 'show info'", e);
    }
  }

  private static String field(String text, String name) {
    // No field read here is the first one: that is 'Name'.
    String key = "\n" + name + ": ";
    int start = text.indexOf(key) + key.length();
    if (start < key.length()) {
      throw new RuntimeApiException(
          Problem.UNREADABLE, "finding " + name + " in 'show info'", null);
    }
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
