package io.hsdo.agent;

import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.program.ProgramOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The agent as a program. */
@Command(
    name = "hsdo-agent",
    description = "Keeps HAProxy in line with the slot list in DynamoDB.",
    mixinStandardHelpOptions = true,
    versionProvider = AgentMain.Version.class)
public final class AgentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

  @Mixin private final ProgramOptions options = new ProgramOptions();

  @Option(
      names = "--once",
      scope = ScopeType.INHERIT,
      description = "Poll once and end: 0 if table and HAProxy answered, else 1.")
  private boolean once;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AgentMain()).execute(arguments));
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hsdo-agent " + Build.version()};
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return run();
  }

  @Command(name = "run", description = "Poll every INTERVAL seconds. The default.")
  int run() throws InterruptedException {
    var status = new LatestStatus(Instant.now());
    AgentConfiguration configuration;
    Agent agent;
    try {
      configuration = AgentConfiguration.of(options.load());
      agent = new Wiring(configuration, System.getenv(), fileThread()).agent(status);
    } catch (ConfigurationException | IllegalArgumentException e) {
      System.err.println("hsdo-agent: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (once) {
      return agent.poll().isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
    return forever(agent, status, configuration);
  }

  @Command(
      name = "check",
      description =
          "Look at parameters, HAProxy and table, and say what to change. Writes nothing.")
  int check() {
    try {
      Parameters parameters = Parameters.load(System.getenv(), Optional.ofNullable(config));
      Logging.configure(LogSettings.of(parameters, debug));
      return new AgentCheck(parameters, System.out).run()
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    } catch (ConfigurationException | IllegalArgumentException e) {
      System.err.println("hsdo-agent: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** A single poll does not end before the list is in its file. */
  private Executor fileThread() {
    return once ? Runnable::run : DaemonThread.named("list-file");
  }

  private static int forever(Agent agent, LatestStatus status, AgentConfiguration configuration)
      throws InterruptedException {
    var metrics = new AgentMetrics(() -> status.get().list().held());
    try (Exporter exporter = Exporter.start(configuration.exporter(), metrics.registry())) {
      LOG.info(
          "polling every {} ms, metrics on port {}",
          configuration.interval().toMillis(),
          exporter.port());
      while (true) {
        long start = System.nanoTime();
        agent.poll();
        long spent = Duration.ofNanos(System.nanoTime() - start).toMillis();
        Thread.sleep(Math.max(0, configuration.interval().toMillis() - spent));
      }
    } catch (ConfigurationException e) {
      LOG.error("{}", e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
