package io.hsdo.status;

/** What there is to say about a server, in plain words. */
record Remark(Topic topic, String text) {
  /** What it is about. Problems are those that somebody has to do something about. */
  enum Topic {
    /** HAProxy's checks find it bad. */
    DOWN(Kind.PROBLEM),
    MISSING(Kind.PROBLEM),
    UNREACHABLE(Kind.PROBLEM),
    /** HAProxy refuses a command for it. */
    REFUSED(Kind.PROBLEM),
    /** Another writer keeps changing it. */
    CONTESTED(Kind.PROBLEM),
    /** It is not what it should be, and was not changed. */
    UNDONE(Kind.PROBLEM),
    /** Its row is missing from the table, or not believed. */
    ROW(Kind.PROBLEM_OF_THE_LIST),
    /** It is not what it should be yet, and will be without anybody doing anything. */
    CHANGING(Kind.CHANGE),
    /** It takes traffic once HAProxy's check has found it good. */
    WAITING(Kind.CHANGE),
    /** Worth knowing. */
    NOTE(Kind.NOTE);

    private final Kind kind;

    Topic(Kind kind) {
      this.kind = kind;
    }

    boolean isProblem() {
      return kind == Kind.PROBLEM || kind == Kind.PROBLEM_OF_THE_LIST;
    }

    /** Whether each backend has it for itself: a row is one problem, of the list. */
    boolean isOfTheBackend() {
      return kind == Kind.PROBLEM;
    }

    /** As the page's style knows it. */
    String text() {
      return isProblem() ? "problem" : kind == Kind.CHANGE ? "change" : "note";
    }
  }

  private enum Kind {
    PROBLEM,
    PROBLEM_OF_THE_LIST,
    CHANGE,
    NOTE
  }
}
