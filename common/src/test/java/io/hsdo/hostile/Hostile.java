package io.hsdo.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * Input as an enemy, or a broken disk, would write it. The same seed gives the same input, so that
 * a failure, whose seed is in the name of the test, can be had again: keep its seed in the test.
 */
public final class Hostile {
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "-",
          "none",
          "null",
          "~",
          "true",
          "NaN",
          "Infinity",
          "0",
          "-1",
          "257",
          "70000",
          "2147483648",
          "-9223372036854775809",
          "1e999999999",
          "1e-999999999",
          "0x10",
          "1_000",
          "10.0.0.1",
          "::1",
          "::ffff:10.0.0.1",
          "fe80::1%eth0",
          "0-0-0 00:00:00.000000",
          "+1000000000-01-01T00:00:00Z",
          "2026-11-23T06:05:00Z",
          "web1",
          "web/web1",
          "#1",
          "\n",
          "\r\n",
          "\n\n",
          "\t",
          "\0",
          "\u0085",
          "\u2028",
          "\u202e",
          "\ud800",
          "é",
          "１２",
          "\u001b[2J",
          ";",
          "; shutdown sessions server web/web1",
          "\nset server web/web1 state maint\n",
          "`",
          "$(reboot)",
          "'",
          "\"",
          "\\",
          "%s%n",
          "{}",
          "{{",
          "[",
          "]",
          ":",
          "&a",
          "*a",
          "<<",
          "!!",
          "@",
          "|",
          ">",
          "#",
          ",",
          "../../etc/passwd",
          "x".repeat(300),
          "9".repeat(400),
          "ä".repeat(2_000));

  private final Random random;

  public Hostile(long seed) {
    random = new Random(seed);
  }

  /** Seeds for a test: those that are kept, and one that nobody has tried. */
  public static LongStream seeds(long... kept) {
    return LongStream.concat(
        LongStream.of(kept), LongStream.of(ThreadLocalRandom.current().nextLong()));
  }

  public int number(int bound) {
    return random.nextInt(bound);
  }

  /** Once in so many times. */
  public boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  public <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A few words in a row, or characters that are none. */
  public String text() {
    if (onceIn(8)) {
      return noise(random.nextInt(40));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(oneOf(WORDS));
    }
    return text.toString();
  }

  private String noise(int length) {
    return random
        .ints(length, 0, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** {@code text} with one thing wrong with it. */
  public String damaged(String text) {
    int start = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), start + random.nextInt(12));
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, start);
      case 1 -> text.substring(start);
      case 2 -> text.substring(0, start) + text() + text.substring(start);
      case 3 -> text.substring(0, start) + text() + text.substring(end);
      case 4 -> text.substring(0, start) + text.substring(end);
      case 5 -> text.substring(0, end) + text.substring(start);
      default -> otherWord(text);
    };
  }

  /** Another word in place of one that stands between blanks. */
  private String otherWord(String text) {
    List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
    words.set(random.nextInt(words.size()), text());
    return String.join(" ", words);
  }
}
