package io.hsdo.agent.background;

import io.hsdo.logging.OutageLog;
import io.hsdo.status.Health;
import io.hsdo.text.Reason;
import java.time.Clock;
import org.slf4j.Logger;

/** The health of one part: logged when it changes, and there to be looked at. */
public final class WatchedHealth {
  private static final Health WORKS = new Health.Works();

  private final OutageLog log;
  private final Clock clock;
  private Health health = new Health.Unknown();

  /**
   * @param what as {@link OutageLog} has it
   */
  public WatchedHealth(Logger log, String what, Clock clock) {
    this.log = new OutageLog(log, what, clock);
    this.clock = clock;
  }

  /** It did not answer. */
  public void failed(RuntimeException problem, String consequence) {
    failed(problem, consequence, false);
  }

  /**
   * It failed.
   *
   * @param answers whether it answered all the same
   */
  public void failed(RuntimeException problem, String consequence, boolean answers) {
    log.failed(problem, consequence);
    var since = health instanceof Health.Fails fails ? fails.since() : clock.instant();
    health = new Health.Fails(since, Reason.of(problem), answers);
  }

  public void works() {
    log.works();
    health = WORKS;
  }

  public Health health() {
    return health;
  }
}
