package io.hsdo.commands;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.Build;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.fleet.FleetException;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.program.ProgramOptions;
import io.hsdo.program.StandardOutput;
import io.hsdo.refresh.AcceptReport;
import io.hsdo.refresh.Planning;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.RefreshException;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.refresh.Wiring;
import io.hsdo.service.RefreshService;
import io.hsdo.table.SlotListStoreException;
import io.hsdo.table.VersionConflictException;
import io.hsdo.text.Printable;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The refresh as a program of its own. */
@Command(
    name = "hsdo-server",
    description =
        "Keeps the slot list in DynamoDB in line with Auto Scaling Groups or Consul services.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = ServerMain.Version.class,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:it went well",
      "1:it failed, or a member that was accepted still serves",
      "2:a parameter or an argument is wrong",
      "3:with plan --exit-code, the next pass would change something",
      "143:ended by SIGTERM, the usual way to end it"
    })
public final class ServerMain implements Callable<Integer> {
  private static final int WOULD_CHANGE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);

  private final Clock clock = Clock.systemUTC();

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ProgramOptions options = new ProgramOptions();

  @Option(names = "--once", description = "Run one pass and end.")
  private boolean once;

  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.exit(StandardOutput.confirm("hsdo-server", status));
  }

  /** Takes each argument as it is: the id of a member may begin with @. */
  static CommandLine commandLine() {
    return new CommandLine(new ServerMain()).setExpandAtFiles(false);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hsdo-server " + Build.version()};
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(once);
  }

  @Command(name = "run", description = "Refresh the list every INTERVAL seconds. The default.")
  int run(@Option(names = "--once", description = "Run one pass and end.") boolean single)
      throws InterruptedException {
    return configured(
        parameters -> {
          ServerConfiguration configuration = ServerConfiguration.of(parameters);
          if (once || single) {
            Wiring.refresh(configuration, clock).pass(new Trigger.Scheduled());
          } else {
            RefreshService.run(configuration, parameters.exporter(), clock);
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "plan",
      description = "Print what the next pass would change and why. Changes nothing.")
  int plan(
      @Option(
              names = "--exit-code",
              description = "End with status 3 if the next pass would change anything.")
          boolean exitCode)
      throws InterruptedException {
    return configured(
        parameters -> {
          ServerConfiguration configuration = ServerConfiguration.of(parameters);
          AwsSettings aws = configuration.aws();
          var planned =
              new Planning(configuration, clock)
                  .plan(
                      Wiring.store(aws).load(),
                      Wiring.source(configuration, clock),
                      new Trigger.Scheduled());
          var report = new PlanReport(aws.table(), planned);
          print(report.text());
          return exitCode && report.changesAnything() ? WOULD_CHANGE : ExitCode.OK;
        });
  }

  @Command(name = "status", description = "Print the list as it is stored.")
  int status(@Option(names = "--json", description = "Print it as JSON.") boolean json)
      throws InterruptedException {
    return configured(
        parameters -> {
          AwsSettings aws = AwsSettings.of(parameters);
          int target = ServerConfiguration.ramp(parameters).max();
          var status =
              new ListStatus(aws.table(), Wiring.store(aws).load(), target, clock.instant());
          print(json ? new StatusJson(status).text() : new StatusReport(status).text());
          return ExitCode.OK;
        });
  }

  @Command(
      name = "accept",
      description =
          "Run a pass in which these held members may go. Ends with status 1 if one of them still"
              + " serves.")
  int accept(
      @CommandLine.Parameters(
              arity = "1..*",
              paramLabel = "MEMBER",
              description = "Id of a held member, such as i-0123456789abcdef0.")
          List<String> members)
      throws InterruptedException {
    return configured(
        parameters -> {
          Set<String> ids = new LinkedHashSet<>(members);
          Refresh refresh = Wiring.refresh(ServerConfiguration.of(parameters), clock);
          Plan plan = refresh.pass(Trigger.Accept.now(ids, clock.instant())).plan().orElseThrow();
          var report = new AcceptReport(ids, plan);
          print(report.text());
          return report.leavesServing() ? ExitCode.SOFTWARE : ExitCode.OK;
        });
  }

  @Command(
      name = "hand-back",
      description =
          "Make the table one of the Python program's again. Takes two and a half minutes.")
  int handBack() throws InterruptedException {
    return configured(
        parameters -> {
          AwsSettings aws = AwsSettings.of(parameters);
          new HandBack(Wiring.store(aws), parameters.interval(), clock, Thread::sleep).run();
          LOG.info("table {} is the Python program's again: start its server", aws.table());
          return ExitCode.OK;
        });
  }

  private void print(String text) {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** What is done with the parameters; those that cannot be used it refuses. */
  @FunctionalInterface
  private interface Configured {
    int run(Parameters parameters) throws InterruptedException;
  }

  /** What goes wrong as it may is a line for the operator, anything else a stack trace. */
  private int configured(Configured command) throws InterruptedException {
    try {
      return command.run(options.load());
    } catch (ConfigurationException e) {
      return failed(e, ExitCode.USAGE);
    } catch (RefreshException
        | FleetException
        | SlotListStoreException
        | VersionConflictException e) {
      return failed(e, ExitCode.SOFTWARE);
    }
  }

  private static int failed(RuntimeException e, int status) {
    System.err.println("hsdo-server: " + Printable.of(String.valueOf(e.getMessage())));
    return status;
  }
}
