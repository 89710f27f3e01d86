package io.hsdo.logging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs that something broke when it breaks and that it healed when it heals, and in between only
 * what else is said to be wrong.
 */
public final class OutageLog {
  /** Of one outage; somebody who reads the log knows by then. */
  private static final int MOST_REASONS = 8;

  /** Ids of requests, durations: a reason is not another one for them. */
  private static final Pattern NUMBERS = Pattern.compile("[\\w-]*\\d[\\w-]*");

  private final Logger log;
  private final String what;
  private final Clock clock;
  private final Set<String> reasons = new HashSet<>();
  private @Nullable Instant since;

  /**
   * An outage log.
   *
   * @param what the subject of both sentences, such as {@code "reading table slots"}
   */
  public OutageLog(Logger log, String what, Clock clock) {
    this.log = log;
    this.what = what;
    this.clock = clock;
  }

  /**
   * It failed: one line, unless it has been failing already for that reason.
   *
   * @param consequence what that means until it works again
   */
  public void failed(RuntimeException problem, String consequence) {
    if (since == null) {
      since = clock.instant();
    }
    String reason = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    if (reasons.size() < MOST_REASONS && reasons.add(NUMBERS.matcher(reason).replaceAll("0"))) {
      log.warn("{} fails: {}; {}", what, reason, consequence);
    }
    log.debug("{} fails", what, problem);
  }

  /** It works: one line, if it has been failing. */
  public void works() {
    end("{} works again after {} s");
  }

  /** Nothing is left to do that could fail: one line, if it has been failing. */
  public void over() {
    end("{} is needed no more; it has failed for {} s");
  }

  private void end(String line) {
    if (since != null) {
      log.info(line, what, Duration.between(since, clock.instant()).toSeconds());
      since = null;
      reasons.clear();
    }
  }
}
