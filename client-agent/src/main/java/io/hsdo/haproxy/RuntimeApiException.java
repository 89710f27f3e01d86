package io.hsdo.haproxy;

import org.jspecify.annotations.Nullable;

/**
 * An exchange with HAProxy that failed. Commands of its line may have been carried out or not: only
 * the next read tells.
 */
public final class RuntimeApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is likely wrong. */
  public enum Problem {
    NOT_THERE("there is no such socket: is HAProxy running, is this its 'stats socket'?"),
    REFUSED("nobody listens on it: HAProxy has stopped, or is still starting"),
    NOT_PERMITTED(
        "this user may not use it: compare user, group and mode of HAProxy's 'stats socket'"),
    TIMED_OUT(
        "no whole answer in time: HAProxy is frozen or busy, or 'stats maxconn' others are on it"),
    CUT_OFF("the answer ends too early: HAProxy has stopped meanwhile, or is being reloaded"),
    LINE_TOO_BIG("the line is too big for HAProxy's tune.bufsize"),
    UNREADABLE("this is nothing that HAProxy answers");

    private final String explanation;

    Problem(String explanation) {
      this.explanation = explanation;
    }
  }

  private final Problem problem;

  /**
   * @param attempt what was tried, and on which socket, as the beginning of a sentence
   */
  RuntimeApiException(Problem problem, String attempt, @Nullable Throwable cause) {
    super(attempt + " failed: " + problem.explanation, cause);
    this.problem = problem;
  }

  /** Whether HAProxy said something, as far as this side can tell. */
  public boolean isAnswered() {
    return switch (problem) {
      case NOT_THERE, REFUSED, NOT_PERMITTED, TIMED_OUT, CUT_OFF -> false;
      case LINE_TOO_BIG, UNREADABLE -> true;
    };
  }

  public Problem problem() {
    return problem;
  }
}
