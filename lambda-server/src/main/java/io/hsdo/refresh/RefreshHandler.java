package io.hsdo.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.hsdo.config.Parameters;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import io.hsdo.plan.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh as a Lambda function, invoked by EventBridge. It reads the event as a stream, because
 * an operator's acceptance is no event of EventBridge.
 */
public final class RefreshHandler implements RequestStreamHandler {
  /** What must be left of an invocation to begin a pass in it: the longest call, and a write. */
  private static final Duration A_PASS = Duration.ofSeconds(25);

  private static final Logger LOG = LoggerFactory.getLogger(RefreshHandler.class);

  private final MeteredRefresh refresh;
  private final Clock clock;
  private final Sleeper sleeper;

  /** For Lambda, which makes one handler and then invokes it again and again. */
  public RefreshHandler() {
    this(fromEnvironment(), Clock.systemUTC(), Thread::sleep);
  }

  RefreshHandler(MeteredRefresh refresh, Clock clock, Sleeper sleeper) {
    this.refresh = refresh;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  private static MeteredRefresh fromEnvironment() {
    Parameters parameters = Parameters.load(System.getenv(), Optional.empty());
    Logging.configure(LogSettings.of(parameters, false));
    // Lambda passes on what is printed as it is, whatever the function's log format, so that
    // CloudWatch finds the metrics in it.
    return Wiring.metered(
        ServerConfiguration.of(parameters), Clock.systemUTC(), System.out::println);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    Trigger trigger;
    try {
      trigger = EventReader.read(event, clock.instant());
    } catch (EventReader.UnknownEventException e) {
      LOG.warn("dropped: {}", e.getMessage());
      return;
    }
    EventReader.time(event).ifPresent(refresh::eventOf);
    if (trigger instanceof Trigger.Scheduled) {
      Instant end = clock.instant().plusMillis(context.getRemainingTimeInMillis()).minus(A_PASS);
      new ScheduledRefresh(refresh, clock, sleeper).run(end);
    } else {
      refresh.pass(trigger);
    }
  }
}
