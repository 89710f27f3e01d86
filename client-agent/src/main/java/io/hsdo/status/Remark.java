package io.hsdo.status;

/** What there is to say about a server, in plain words. */
record Remark(Topic topic, String text) {
  /** What it is about. Problems are those that somebody has to do something about. */
  enum Topic {
    /** HAProxy's checks find it bad. */
    DOWN,
    MISSING,
    UNREACHABLE,
    /** HAProxy refuses a command for it. */
    REFUSED,
    /** Another writer keeps changing it. */
    CONTESTED,
    /** It is not what it should be, and was not changed. */
    UNDONE,
    /** Its row is missing from the table, or not believed. */
    ROW,
    /** It is not what it should be yet, and will be without anybody doing anything. */
    CHANGING,
    /** It takes traffic once HAProxy's check has found it good. */
    WAITING,
    /** Worth knowing. */
    NOTE;

    boolean isProblem() {
      return compareTo(CHANGING) < 0;
    }

    /** Whether each backend has it for itself: a row is one problem, of the list. */
    boolean isOfTheBackend() {
      return isProblem() && this != ROW;
    }

    /** As the page's style knows it. */
    String text() {
      return isProblem() ? "problem" : this == NOTE ? "note" : "change";
    }
  }
}
