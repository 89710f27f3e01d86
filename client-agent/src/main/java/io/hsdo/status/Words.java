package io.hsdo.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times and numbers as people read them. */
final class Words {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** {@code 4 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 24
        ? hours + " h" + rest(minutes % 60, "min")
        : hours / 24 + " d" + rest(hours % 24, "h");
  }

  private static String rest(long number, String unit) {
    return number == 0 ? "" : " " + number + " " + unit;
  }

  static String second(Instant instant) {
    return SECOND.format(instant);
  }

  /** {@code 1 server}, {@code 3 servers}. */
  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static String capitalized(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** What that many members do whom HAProxy has not found good yet. */
  static String waiting(long number) {
    return number == 1 ? "waits for its first good check" : "wait for their first good check";
  }

  /** {@code 3, 5-9}, of numbers in order. */
  static String ranges(List<Integer> numbers) {
    var text = new StringBuilder();
    for (int first = 0, last; first < numbers.size(); first = last + 1) {
      last = first;
      while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
        last++;
      }
      text.append(first == 0 ? "" : ", ").append(numbers.get(first));
      text.append(first == last ? "" : "-" + numbers.get(last));
    }
    return text.toString();
  }
}
