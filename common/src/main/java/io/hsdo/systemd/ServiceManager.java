package io.hsdo.systemd;

import io.hsdo.logging.OutageLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * systemd, or whatever else has started the program and wants to know how it is. Where nothing asks
 * for notices nothing is sent. A notice that cannot be sent is logged and harms nobody.
 *
 * <p>Only the loop itself tells that it is alive, never a thread beside it: so a loop that hangs
 * falls silent, and systemd starts the program again.
 */
public final class ServiceManager {
  /** What a program without a manager has to tell, and how often: nothing. */
  private static final Duration NEVER = Duration.ofDays(365);

  /**
   * Notices in each period of the watchdog. systemd advises two; with four there is one in each
   * half however long a pass took.
   */
  private static final int BEATS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private final Optional<NoticeSocket> socket;
  private final Duration beat;
  private final Clockwork clock;
  private final OutageLog outage =
      new OutageLog(LOG, "telling the service manager", Clock.systemUTC());
  private boolean ready;
  private long lastAlive;

  ServiceManager(Map<String, String> environment, long pid, Clockwork clock) {
    this.socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(name -> !name.isBlank())
            .map(NoticeSocket::new);
    this.beat = watchdog(environment, pid).map(time -> time.dividedBy(BEATS)).orElse(NEVER);
    this.clock = clock;
  }

  /** The one that has started this process with this environment. */
  public static ServiceManager of(Map<String, String> environment) {
    return new ServiceManager(environment, ProcessHandle.current().pid(), Clockwork.SYSTEM);
  }

  /** After this long without a sign of life the manager ends the process. */
  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String watched = environment.get("WATCHDOG_PID");
    if (watched != null && !watched.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    return micros.matches("[1-9][0-9]{0,15}")
        ? Optional.of(Duration.ofNanos(1_000).multipliedBy(Long.parseLong(micros)))
        : Optional.empty();
  }

  /** The loop has made a turn. */
  public synchronized void loopTurns() {
    if (ready) {
      loopGetsOn();
    } else {
      ready = true;
      tell(Notice.READY);
      tellAlive();
    }
  }

  /** The loop is in the middle of a turn, and gets on with it. */
  public synchronized void loopGetsOn() {
    if (ready && clock.nanos() - lastAlive >= beat.toNanos()) {
      tellAlive();
    }
  }

  private void tellAlive() {
    if (!beat.equals(NEVER)) {
      lastAlive = clock.nanos();
      tell(Notice.ALIVE);
    }
  }

  /** Lets the loop rest, and tells meanwhile that it is only resting. */
  public void rest(Duration time) throws InterruptedException {
    rest(
        time,
        part -> {
          clock.sleep(part);
          return false;
        });
  }

  /** The same with a rest that something may cut short. */
  public void rest(Duration time, Rest rest) throws InterruptedException {
    long end = clock.nanos() + time.toNanos();
    boolean over = false;
    for (long left = time.toNanos(); left > 0 && !over; left = end - clock.nanos()) {
      over = rest.isCutShort(Duration.ofNanos(Math.min(left, beat.toNanos())));
      loopTurns();
    }
  }

  /** The program was told to end. */
  public synchronized void stopping() {
    tell(Notice.STOPPING);
  }

  private void tell(Notice notice) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      socket.get().send(notice);
      outage.works();
    } catch (NoticeException e) {
      outage.failed(e, "it may take the program for hanging and start it again");
    }
  }
}
