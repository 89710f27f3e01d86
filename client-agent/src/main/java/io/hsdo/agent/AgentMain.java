package io.hsdo.agent;

import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.logging.Logging;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
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

/** The agent as a program. */
@Command(
    name = "hsdo-agent",
    description = "Keeps HAProxy in line with the slot list in DynamoDB.",
    mixinStandardHelpOptions = true,
    versionProvider = AgentMain.Version.class)
public final class AgentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

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
    AgentConfiguration configuration;
    SlotListFollower follower;
    Agent agent;
    try {
      Parameters parameters = Parameters.load(System.getenv(), Optional.ofNullable(config));
      Logging.configure(debug || parameters.flag(Parameter.DEBUG));
      configuration = AgentConfiguration.of(parameters);
      parameters.warnings().forEach(LOG::warn);
      follower = follower(configuration, Clock.systemUTC());
      agent = new Agent(follower, keeper(configuration), Clock.systemUTC());
    } catch (ConfigurationException | IllegalArgumentException e) {
      System.err.println("hsdo-agent: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (once) {
      return agent.poll() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
    return forever(agent, follower, configuration);
  }

  private static SlotListFollower follower(AgentConfiguration configuration, Clock clock) {
    return new SlotListFollower(
        new DynamoDbSlotListStore(
            DynamoDbClients.create(Optional.of(configuration.aws().requiredRegion())),
            configuration.aws().table()),
        clock);
  }

  private static HaproxyKeeper keeper(AgentConfiguration configuration) {
    return new HaproxyKeeper(
        new Haproxy(new UnixSocketRuntimeApi(configuration.haproxySocket())),
        configuration.backends(),
        configuration.placement());
  }

  private static int forever(
      Agent agent, SlotListFollower follower, AgentConfiguration configuration)
      throws InterruptedException {
    try (Exporter exporter =
        Exporter.start(configuration.exporter(), new AgentMetrics(follower::held).registry())) {
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
