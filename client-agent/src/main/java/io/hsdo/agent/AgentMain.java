package io.hsdo.agent;

import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.haproxy.UnpackingException;
import io.hsdo.http.WebServer;
import io.hsdo.logging.Logging;
import io.hsdo.program.ProgramOptions;
import io.hsdo.program.StandardOutput;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.systemd.ServiceManager;
import io.hsdo.text.Printable;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
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
    versionProvider = AgentMain.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It went well: --once and --dry-run got answers of table and HAProxy, check found no error.",
      "1:It did not.",
      "2:Arguments or parameters cannot be used; standard error says which, and what to set.",
      "143:Ended by SIGTERM, the usual way to end it."
    })
public final class AgentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

  /** What the launcher in the packages goes by as well. */
  private static final String MAKE_ARCHIVE = "HSDO_MAKE_ARCHIVE";

  @Mixin private final ProgramOptions options = new ProgramOptions();

  @Option(
      names = "--once",
      scope = ScopeType.INHERIT,
      description = "Poll once and end: 0 if table and HAProxy answered, else 1.")
  private boolean once;

  @Option(
      names = "--dry-run",
      scope = ScopeType.INHERIT,
      description = "Poll once, print the commands HAProxy would be sent, and write nothing.")
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
    return forArchive ? main.runForArchive() : main.run();
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
    return run();
  }

  @Command(name = "run", description = "Poll every INTERVAL seconds. The default.")
  int run() throws InterruptedException {
    AgentConfiguration configuration;
    Monitoring monitoring;
    Agent agent;
    try {
      configuration = configuration();
      var wiring =
          once || dryRun
              ? Wiring.ofCommand(configuration, System.getenv())
              : Wiring.ofLoop(configuration, System.getenv());
      monitoring = wiring.monitoring();
      agent = dryRun ? wiring.onlooker(monitoring) : wiring.agent(monitoring);
    } catch (ConfigurationException | IllegalArgumentException e) {
      return refused(e);
    } catch (UnpackingException e) {
      return failed(e);
    }
    if (dryRun) {
      return rehearse(agent);
    }
    if (once) {
      return agent.poll().isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
    return forever(agent, monitoring, configuration);
  }

  @Command(
      name = "check",
      description =
          "Look at parameters, HAProxy and table, and say what to change. Writes nothing.")
  int check() throws InterruptedException {
    return exitCode(() -> new AgentCheck(options.read(), System.out).run());
  }

  @Command(
      name = "status",
      description =
          "Look at table and HAProxy once and show, slot by slot, what is desired and observed."
              + " Writes nothing. Ends with 0 if all is well, else with 1.")
  int status(@Option(names = "--json", description = "As JSON, for programs.") boolean json)
      throws InterruptedException {
    return exitCode(
        () -> {
          AgentConfiguration configuration = configuration();
          Logging.onlyTrouble();
          return new StatusCommand(Wiring.ofCommand(configuration, System.getenv()))
              .run(json, System.out);
        });
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

  private static int rehearse(Agent onlooker) throws InterruptedException {
    AgentStatus status = onlooker.poll();
    if (!status.isGood()) {
      LOG.error(
          "table and HAProxy must both answer to tell what is to be done; nothing was written");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Reconciliation due = status.lastPass().orElseThrow().reconciliation();
    List<String> lines = Rehearsal.lines(due.commands(), due.activations());
    lines.forEach(System.out::println);
    LOG.info("{} line(s) would be written, nothing was", lines.size());
    return CommandLine.ExitCode.OK;
  }

  private static int forever(Agent agent, Monitoring monitoring, AgentConfiguration configuration)
      throws InterruptedException {
    try (WebServer server = WebServer.start(configuration.exporter(), monitoring.site())) {
      LOG.info(
          "polling every {} ms, metrics on port {}",
          configuration.interval().toMillis(),
          server.port());
      ServiceManager manager = ServiceManager.of(System.getenv());
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
