package io.hsdo.refresh;

import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.logging.Logging;
import io.hsdo.logging.OutageLog;
import io.hsdo.plan.Trigger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The refresh as a program of its own. */
@Command(
    name = "hsdo-server",
    description = "Keeps the slot list in DynamoDB in line with Auto Scaling Groups.",
    mixinStandardHelpOptions = true,
    versionProvider = ServerMain.Version.class)
public final class ServerMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "YAML file of parameters; the environment goes before it. Default: conf/env.yaml")
  private @Nullable Path config;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log what is not a change too.")
  private boolean debug;

  @Option(
      names = "--once",
      scope = ScopeType.INHERIT,
      description = "Run one pass and end: 0 if it went well, else 1.")
  private boolean once;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ServerMain()).execute(arguments));
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hsdo-server " + Build.version()};
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return run();
  }

  @Command(name = "run", description = "Refresh the list every INTERVAL seconds. The default.")
  int run() throws InterruptedException {
    return configured(
        configuration -> {
          Refresh refresh = Wiring.refresh(configuration, Clock.systemUTC());
          return once ? once(refresh) : forever(refresh, configuration.interval());
        });
  }

  @Command(
      name = "hand-back",
      description = "Make the table one of the Python program's again. Takes two minutes.")
  int handBack() throws InterruptedException {
    return configured(
        configuration -> {
          LOG.info("waiting {} s to see that no refresh is at work", HandBack.QUIET.toSeconds());
          try {
            new HandBack(Wiring.store(configuration.aws()), Clock.systemUTC(), Thread::sleep).run();
          } catch (RefreshException e) {
            LOG.error("{}", e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          LOG.info("table {} is the Python program's again", configuration.aws().table());
          return CommandLine.ExitCode.OK;
        });
  }

  /** What is done once the parameters are known to be good. */
  @FunctionalInterface
  private interface Configured {
    int run(ServerConfiguration configuration) throws InterruptedException;
  }

  private int configured(Configured command) throws InterruptedException {
    try {
      Parameters parameters = Parameters.load(System.getenv(), Optional.ofNullable(config));
      Logging.configure(debug || parameters.flag(Parameter.DEBUG));
      ServerConfiguration configuration = ServerConfiguration.of(parameters);
      parameters.warnings().forEach(LOG::warn);
      return command.run(configuration);
    } catch (ConfigurationException e) {
      System.err.println("hsdo-server: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static int once(Refresh refresh) {
    try {
      refresh.pass(new Trigger.Scheduled());
      return CommandLine.ExitCode.OK;
    } catch (RuntimeException e) {
      LOG.error("the pass failed: {}", e.getMessage(), e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Until the process is ended: whatever a pass throws, the next one starts anew. */
  private static int forever(Refresh refresh, Duration interval) throws InterruptedException {
    OutageLog outage = new OutageLog(LOG, "refreshing the slot list", Clock.systemUTC());
    LOG.info("refreshing every {} ms", interval.toMillis());
    while (true) {
      long start = System.nanoTime();
      try {
        refresh.pass(new Trigger.Scheduled());
        outage.works();
      } catch (RuntimeException e) {
        outage.failed(e, "the list stays as it is until a pass succeeds");
      }
      Thread.sleep(
          Math.max(
              0, interval.toMillis() - Duration.ofNanos(System.nanoTime() - start).toMillis()));
    }
  }
}
