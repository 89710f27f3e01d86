package io.hsdo.local.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What an agent is measured at.
 *
 * @param java version of the JVM
 * @param slots that the list has
 * @param interval in seconds
 * @param tls whether it talks TLS with DynamoDB
 */
record AgentCase(int java, int slots, String interval, boolean tls) {
  private static final int USUAL_JAVA = 17;
  private static final int NEWEST_JAVA = 25;
  private static final String USUAL_INTERVAL = "1";
  private static final String SHORT_INTERVAL = "0.25";

  static AgentCase usual(int slots) {
    return new AgentCase(USUAL_JAVA, slots, USUAL_INTERVAL, false);
  }

  /** All that there are with so many slots. */
  static List<AgentCase> all(int slots) {
    List<AgentCase> cases = new ArrayList<>();
    for (int java : List.of(USUAL_JAVA, NEWEST_JAVA)) {
      for (boolean tls : List.of(false, true)) {
        for (String interval : List.of(USUAL_INTERVAL, SHORT_INTERVAL)) {
          cases.add(new AgentCase(java, slots, interval, tls));
        }
      }
    }
    return cases;
  }

  /** The first cells of a row about it. */
  List<String> cells() {
    return List.of(
        Integer.toString(java), Integer.toString(slots), interval, tls ? "TLS" : "plain");
  }

  @Override
  public String toString() {
    return "Java %d, N = %d, INTERVAL = %s, %s".formatted(java, slots, interval, cells().get(3));
  }
}
