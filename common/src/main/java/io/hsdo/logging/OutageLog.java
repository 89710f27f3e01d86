package io.hsdo.logging;

import io.hsdo.text.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs that something broke when it breaks and that it healed when it heals, and nothing in
 * between.
 */
public final class OutageLog {
  private final Logger log;
  private final String what;
  private final Clock clock;
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
   * It failed: one line, unless it has been failing already.
   *
   * @param consequence what that means until it works again
   */
  public void failed(RuntimeException problem, String consequence) {
    if (since == null) {
      since = clock.instant();
      log.warn("{} fails: {}; {}", what, Reason.of(problem), consequence);
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
    }
  }
}
