package io.hsdo.local.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the agent has to say of a fault: one line when it breaks, one when it heals, and nothing
 * else but what it always says.
 *
 * @param breaks in the line, as a regular expression; empty for no line
 * @param besides in a line that may come with it, once; empty for none
 * @param certain whether the agent must notice; a fault may be over before the next poll
 */
public record Words(String breaks, String heals, String besides, boolean certain) {
  public static final Words NONE = new Words("", "", "", false);

  /** What is no change of health: starting, and what is done to servers. */
  private static final Pattern ROUTINE =
      Pattern.compile(
          "INFO \\w+: (polling every|members are placed by|following a list|HAProxy \\S+ has pid|sent to HAProxy|slot \\d+\\b).*");

  /** One line of each. */
  public static Words once(String breaks, String heals) {
    return new Words(breaks, heals, "", true);
  }

  /** One line of each, or none. */
  public static Words perhaps(String breaks, String heals) {
    return new Words(breaks, heals, "", false);
  }

  /** And a line that says what follows from it. */
  Words with(String line) {
    return new Words(breaks, heals, line, certain);
  }

  boolean isBroken(List<String> lines) {
    return !certain || count(lines, breaks) > 0;
  }

  boolean isHealed(List<String> lines) {
    return count(lines, heals) >= (certain ? 1 : count(lines, breaks));
  }

  /** The lines that are no routine. */
  static List<String> telling(List<String> lines) {
    return lines.stream().filter(line -> !ROUTINE.matcher(line).matches()).toList();
  }

  /** What is wrong with these lines. */
  List<String> complaints(List<String> lines) {
    List<String> complaints = new ArrayList<>();
    List<String> telling = telling(lines);
    long broke = count(telling, breaks);
    long healed = count(telling, heals);
    if (broke > 1 || healed > 1 || broke != healed || (certain && broke == 0)) {
      complaints.add(
          "expected one line '%s' and one '%s', found %d and %d"
              .formatted(breaks, heals, broke, healed));
    }
    if (count(telling, besides) > 1) {
      complaints.add("expected one line '%s' at most".formatted(besides));
    }
    telling.stream()
        .filter(line -> !has(line, breaks) && !has(line, heals) && !has(line, besides))
        .forEach(line -> complaints.add("unexpected line: " + line));
    return complaints;
  }

  private static long count(List<String> lines, String pattern) {
    return lines.stream().filter(line -> has(line, pattern)).count();
  }

  private static boolean has(String line, String pattern) {
    return !pattern.isEmpty() && Pattern.compile(pattern).matcher(line).find();
  }
}
