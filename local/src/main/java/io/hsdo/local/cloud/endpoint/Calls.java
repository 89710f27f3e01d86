package io.hsdo.local.cloud.endpoint;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the endpoint was asked, by action as IAM names it, such as {@code ec2:DescribeInstances}.
 * Calls that were refused count like all others.
 */
public final class Calls {
  private final SortedMap<String, Tally> tallies = new TreeMap<>();

  Calls() {}

  public synchronized Tally of(String action) {
    return tallies.getOrDefault(action, Tally.NONE);
  }

  /** The actions that were called at all. */
  public synchronized SortedMap<String, Tally> all() {
    return new TreeMap<>(tallies);
  }

  /** Begins to count anew. */
  public synchronized void reset() {
    tallies.clear();
  }

  synchronized void add(
      String action, Map<String, String> parameters, int requestBytes, int answerBytes) {
    Tally before = of(action);
    tallies.put(
        action,
        new Tally(
            before.count() + 1,
            before.requestBytes() + requestBytes,
            before.answerBytes() + answerBytes,
            parameters));
  }

  /**
   * The calls of one action.
   *
   * @param requestBytes of all requests, heads left out
   * @param answerBytes of all answers, heads left out
   * @param lastParameters what the last call asked for
   */
  public record Tally(
      long count, long requestBytes, long answerBytes, Map<String, String> lastParameters) {
    static final Tally NONE = new Tally(0, 0, 0, Map.of());

    public Tally {
      lastParameters = Map.copyOf(lastParameters);
    }
  }
}
