package io.hsdo.consul;

import io.hsdo.logging.OutageLog;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for changes of one service, by Consul's blocking queries, one look after the other. */
final class ServiceWatch {
  /**
   * Neither a service that flaps nor a proxy that does not let a query wait is asked more often.
   */
  static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final Changes changes;
  private final String service;
  private final Runnable changed;
  private final OutageLog outage;
  private long index;
  private Duration backOff = FIRST_BACK_OFF;

  /** What is asked of Consul. */
  @FunctionalInterface
  interface Changes {
    /** As {@link ConsulApi#lastChange}. */
    long last(String service, long known);
  }

  /**
   * A watch that knows nothing yet: its first look is a change.
   *
   * @param changed is told that there was a change, or may have been one
   */
  ServiceWatch(Changes changes, String service, Runnable changed, Clock clock) {
    this.changes = changes;
    this.service = service;
    this.changed = changed;
    this.outage = new OutageLog(LOG, "watching service " + service, clock);
  }

  /**
   * Asks once, which may take half a minute, and returns how long to pause before the next look.
   */
  Duration look() {
    try {
      note(changes.last(service, index));
      outage.works();
      backOff = FIRST_BACK_OFF;
      return BETWEEN_LOOKS;
    } catch (RuntimeException e) {
      // Whatever it is, the next look starts anew: nobody would miss a watch that ended.
      outage.failed(e, "until it works, changes are seen every INTERVAL");
      Duration pause = backOff;
      backOff = min(backOff.multipliedBy(2), LONGEST_BACK_OFF);
      return pause;
    }
  }

  /** An index that goes back is one of a Consul that was set up anew: the watch begins anew too. */
  private void note(long answered) {
    if (answered != index) {
      index = answered < index ? 0 : answered;
      changed.run();
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
