package io.hsdo.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  static Stream<AgentCase> onEveryJava(int slots) {
    return Stream.of(USUAL_JAVA, NEWEST_JAVA)
        .map(java -> new AgentCase(java, slots, USUAL_INTERVAL, false));
  }

  /** Every size, and at two of them what else may matter, one thing at a time. */
  static List<AgentCase> all() {
    List<AgentCase> cases = new ArrayList<>();
    for (int slots : List.of(10, 100, 1_000, 5_000)) {
      cases.add(usual(slots));
    }
    for (int slots : List.of(10, 1_000)) {
      cases.add(new AgentCase(NEWEST_JAVA, slots, USUAL_INTERVAL, false));
      cases.add(new AgentCase(USUAL_JAVA, slots, USUAL_INTERVAL, true));
      cases.add(new AgentCase(USUAL_JAVA, slots, SHORT_INTERVAL, false));
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
