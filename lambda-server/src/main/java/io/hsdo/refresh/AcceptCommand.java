package io.hsdo.refresh;

import static java.util.stream.Collectors.joining;

import io.hsdo.plan.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an operator enters in a shell to let held members go. Ids of Consul may have any character
 * that can be printed.
 */
public final class AcceptCommand {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+=,-]+");

  /** Less than is taken, because the shell's clock may be ahead of the function's. */
  private static final Duration HOLDS = Trigger.Accept.LONGEST.minusMinutes(1);

  private AcceptCommand() {}

  /** Of {@code hsdo-server}. */
  public static String of(List<String> members) {
    boolean likeOptions = members.stream().anyMatch(id -> id.startsWith("-"));
    return members.stream()
        .map(id -> PLAIN.matcher(id).matches() ? id : "'" + quoted(id) + "'")
        .collect(joining(" ", likeOptions ? "accept -- " : "accept ", ""));
  }

  /**
   * The payload of an invocation of the function. The shell knows the time when it is used; when
   * this is printed nobody does.
   */
  static String payload(List<String> members) {
    String ids =
        members.stream()
            .map(id -> "\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .collect(joining(","));
    return "'{\"hsdo\":\"accept\",\"members\":["
        + quoted(ids)
        + "],\"until\":\"'$(date -u -d +"
        + HOLDS.toMinutes()
        + "min +%FT%TZ)'\"}'";
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }
}
