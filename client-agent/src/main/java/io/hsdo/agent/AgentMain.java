package io.hsdo.agent;

import io.hsdo.agent.monitoring.Monitoring;
import io.hsdo.agent.poll.Agent;
import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.haproxy.UnpackingException;
import io.hsdo.http.WebServer;
import io.hsdo.logging.Logging;
import io.hsdo.program.ProgramOptions;
import io.hsdo.program.StandardOutput;
import io.hsdo.systemd.ServiceManager;
import io.hsdo.text.Printable;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The agent as a program. */
@Command(
    name = "hsdo-agent",
    description = "Keeps HAProxy in line with the slot list in DynamoDB.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = AgentMain.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It went well: --once and --dry-run got answers of table and HAProxy, check found no error.",
      "1:It did not; or another agent holds HAProxy or this host's zone is not known, and nothing was"
          + " written.",
      "2:Arguments or parameters cannot be used; standard error says which, and what to set.",
      "143:Ended by SIGTERM, the usual way to end it."
    })
public final class AgentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

  /** What the launcher in the packages goes by as well. */
  private static final String MAKE_ARCHIVE = "HSDO_MAKE_ARCHIVE";

  private static final String ONCE =
      "Poll once and end: 0 if table and HAProxy answered and nothing kept it from writing, else 1.";
  private static final String DRY_RUN =
      "Poll once, print the commands HAProxy would be sent, and write nothing.";

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ProgramOptions options = new ProgramOptions();

  @Option(names = "--once", description = ONCE)
  private boolean once;

  @Option(names = "--dry-run", description = DRY_RUN)
  private boolean dryRun;

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(
        arguments.length == 0
            ? asService()
            : StandardOutput.confirm("hsdo-agent", commandLine().execute(arguments)));
  }

  /** Without arguments, which spares a service the 500 classes that would read them. */
  private static int asService() throws InterruptedException {
    var main = new AgentMain();
    boolean forArchive = !System.getenv().getOrDefault(MAKE_ARCHIVE, "").isEmpty();
    return forArchive ? main.runForArchive() : main.poll(false, false);
  }

  static CommandLine commandLine() {
    // For packages, not for those who look for what the program can do.
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(true);
    return new CommandLine(new AgentMain()).addSubcommand("generate-completion", completion);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hsdo-agent " + Build.version()};
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return poll(once, dryRun);
  }

  @Command(name = "run", description = "Poll every INTERVAL seconds. The default.")
  int run(
      @Option(names = "--once", description = ONCE) boolean single,
      @Option(names = "--dry-run", description = DRY_RUN) boolean dry)
      throws InterruptedException {
    return poll(once || single, dryRun || dry);
  }

  private int poll(boolean single, boolean dry) throws InterruptedException {
    ServiceManager manager = ServiceManager.of(System.getenv());
    AgentConfiguration configuration;
    Monitoring monitoring;
    Agent agent;
    try {
      configuration = configuration();
      var wiring =
          single || dry
              ? Wiring.ofCommand(configuration, System.getenv())
              : Wiring.ofLoop(configuration, System.getenv(), manager::loopGetsOn);
      monitoring = wiring.monitoring();
      agent = dry ? wiring.onlooker(monitoring) : wiring.agent(monitoring);
    } catch (ConfigurationException | IllegalArgumentException e) {
      return refused(e);
    } catch (UnpackingException e) {
      return failed(e);
    }
    if (dry) {
      return DryRun.of(agent);
    }
    if (single) {
      return agent.poll().isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
    return forever(agent, monitoring, configuration, manager);
  }

  @Command(
      name = "check",
      description =
          "Look at parameters, HAProxy and table, and say what to change. Writes nothing.")
  int check() throws InterruptedException {
    refuseOptionsOfRun("check");
    return exitCode(() -> new AgentCheck(options.read(), System.out).run());
  }

  @Command(
      name = "status",
      description =
          "Look at table and HAProxy once and show, slot by slot, what is desired and observed."
              + " Writes nothing. Ends with 0 if all is well, else with 1.")
  int status(@Option(names = "--json", description = "As JSON, for programs.") boolean json)
      throws InterruptedException {
    refuseOptionsOfRun("status");
    return exitCode(
        () -> {
          AgentConfiguration configuration = configuration();
          Logging.onlyTrouble();
          return new StatusCommand(Wiring.ofCommand(configuration, System.getenv()))
              .run(json, System.out);
        });
  }

  /** Before the name of a command they are the program's own, and would be ignored. */
  private void refuseOptionsOfRun(String command) {
    if (once || dryRun) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "%s goes with run, not with %s".formatted(once ? "--once" : "--dry-run", command));
    }
  }

  private int runForArchive() throws InterruptedException {
    return exitCode(() -> new ArchiveRun(configuration(), System.getenv()).isGood());
  }

  private AgentConfiguration configuration() {
    AgentConfiguration configuration = AgentConfiguration.of(options.load());
    configuration.warnings().forEach(LOG::warn);
    return configuration;
  }

  /** Whether what was to be shown or done is good. */
  @FunctionalInterface
  private interface Verdict {
    boolean isGood() throws InterruptedException;
  }

  private static int exitCode(Verdict verdict) throws InterruptedException {
    try {
      return verdict.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (ConfigurationException | IllegalArgumentException e) {
      return refused(e);
    } catch (UnpackingException e) {
      return failed(e);
    }
  }

  private static int refused(RuntimeException problem) {
    say(problem);
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(RuntimeException problem) {
    say(problem);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void say(RuntimeException problem) {
    System.err.println("hsdo-agent: " + Printable.of(String.valueOf(problem.getMessage())));
  }

  private static int forever(
      Agent agent, Monitoring monitoring, AgentConfiguration configuration, ServiceManager manager)
      throws InterruptedException {
    try (WebServer server = WebServer.start(configuration.exporter(), monitoring.site())) {
      LOG.info(
          "polling every {} ms, metrics on port {}",
          configuration.interval().toMillis(),
          server.port());
      Runtime.getRuntime().addShutdownHook(new Thread(manager::stopping));
      var loop = new Loop(agent, configuration.interval(), manager, HeapSweep.ofThisJvm());
      while (true) {
        loop.turn();
      }
    } catch (ConfigurationException e) {
      LOG.error("{}", e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
