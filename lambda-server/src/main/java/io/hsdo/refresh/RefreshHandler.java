package io.hsdo.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.hsdo.config.Parameters;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import io.hsdo.metrics.EmbeddedMetrics;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.time.Sleeper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.crac.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh as a Lambda function, invoked by EventBridge. It reads the event as a stream, because
 * an operator's acceptance is no event of EventBridge; and only that is answered.
 */
public final class RefreshHandler implements RequestStreamHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshHandler.class);

  private final Supplier<MeteredRefresh> refresh;
  private final Clock clock;
  private final Sleeper sleeper;

  /** For Lambda, which makes one handler and then invokes it again and again. */
  public RefreshHandler() {
    this(fromEnvironment(), Clock.systemUTC(), Thread::sleep);
  }

  /**
   * @param refresh asked for the refresh at each invocation
   */
  RefreshHandler(Supplier<MeteredRefresh> refresh, Clock clock, Sleeper sleeper) {
    this.refresh = refresh;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  private static SnapshotRefresh fromEnvironment() {
    Parameters parameters = Parameters.load(System.getenv(), Optional.empty());
    Logging.configure(LogSettings.of(parameters, false));
    ServerConfiguration configuration = ServerConfiguration.of(parameters);
    Clock clock = Clock.systemUTC();
    SnapshotRefresh refresh =
        new SnapshotRefresh(
            () -> Wiring.priming(configuration, clock).run(),
            () -> Wiring.metered(configuration, clock, report -> print(configuration, report)));
    Core.getGlobalContext().register(refresh);
    return refresh;
  }

  /**
   * Lambda passes on what is printed as it is, whatever the function's log format, so that
   * CloudWatch finds the metrics in it.
   */
  private static void print(ServerConfiguration configuration, PassReport report) {
    System.out.println(
        EmbeddedMetrics.line(
            configuration.aws().table(), report.pass(), report.metrics(), report.at()));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    EventReader.Event event;
    try {
      event = EventReader.read(input.readAllBytes(), clock.instant());
    } catch (EventReader.UnknownEventException e) {
      LOG.warn("dropped: {}", e.getMessage());
      return;
    }
    MeteredRefresh current = refresh.get();
    Passes passes = new NamedPasses(event.time().<Passes>map(current::causedBy).orElse(current));
    if (event.trigger() instanceof Trigger.Scheduled) {
      Instant end = clock.instant().plusMillis(context.getRemainingTimeInMillis());
      new ScheduledRefresh(passes, clock, sleeper).run(end.minus(FunctionTimes.A_PASS));
    } else if (event.trigger() instanceof Trigger.Accept accept) {
      Plan plan = passes.pass(accept).plan().orElseThrow();
      var report = new AcceptReport(new TreeSet<>(accept.memberIds()), plan);
      output.write(report.json().getBytes(StandardCharsets.UTF_8));
    } else {
      passes.pass(event.trigger());
    }
  }
}
