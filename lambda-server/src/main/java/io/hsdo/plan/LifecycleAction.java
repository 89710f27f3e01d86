package io.hsdo.plan;

/** What our lifecycle hook is to be told about a member that it holds. */
public record LifecycleAction(String memberId, String group, Kind kind) {
  /** What can be said. */
  public enum Kind {
    /** The drain goes on: do not time out. */
    HEARTBEAT,
    /** The member may go on (CONTINUE). */
    COMPLETE
  }
}
