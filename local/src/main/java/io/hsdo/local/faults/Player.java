package io.hsdo.local.faults;

import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Plays the faults one after the other and prints what came of them. */
@Command(
    name = "faults",
    description = "Plays what can go wrong beside an agent and prints what came of it.",
    mixinStandardHelpOptions = true)
public final class Player implements Callable<Integer> {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Pace PACE =
      new Pace(INTERVAL, Duration.ofSeconds(30), Duration.ofSeconds(60));

  private static final String ROW = "%-39s %6s %13s %6s %10s %9s %6s  %s%n";

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description = "Only faults whose name contains one of these. Default: all")
  private List<String> words = List.of();

  public static void main(String[] arguments) {
    Logging.configure(new LogSettings(LogSettings.Format.TEXT, false));
    System.exit(new CommandLine(new Player()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> wanted = Faults.all().stream().filter(this::isWanted).toList();
    if (wanted.isEmpty()) {
      System.err.println("no fault has a name with any of " + words);
      return CommandLine.ExitCode.USAGE;
    }
    System.out.println(versions());
    System.out.printf(
        ROW, "fault", "held", "ok/failed", "ready", "meanwhile", "right", "polls", "verdict");
    List<String> said = new ArrayList<>();
    boolean good = true;
    try (var dynamoDb = DynamoDbLocal.start()) {
      for (Fault fault : wanted) {
        if (fault.lacking().isPresent()) {
          System.out.printf("%-39s not played: %s%n", fault.name(), fault.lacking().get());
          continue;
        }
        try {
          Outcome outcome = Play.of(fault, PACE, dynamoDb);
          print(fault, outcome);
          said.add(fault.name());
          outcome.lines().forEach(line -> said.add("    " + line));
          good &= outcome.complaints().isEmpty();
        } catch (IllegalStateException e) {
          System.out.printf("%-39s WRONG: %s%n", fault.name(), e.getMessage());
          good = false;
        }
      }
    }
    System.out.println("\nWhat the agent said:\n");
    said.forEach(System.out::println);
    return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private boolean isWanted(Fault fault) {
    return words.isEmpty() || words.stream().anyMatch(fault.name()::contains);
  }

  private static void print(Fault fault, Outcome outcome) {
    System.out.printf(
        ROW,
        fault.name(),
        seconds(outcome.held()),
        outcome.answered() + "/" + outcome.failed(),
        outcome.ready(),
        outcome.meanwhile().map(Player::millis).orElse("-"),
        millis(outcome.rightAfter()),
        polls(outcome.rightAfter()),
        outcome.complaints().isEmpty() ? "good" : "WRONG");
    outcome.complaints().forEach(complaint -> System.out.println("    WRONG: " + complaint));
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  /** A poll that was under way counts. */
  private static long polls(Duration duration) {
    return (duration.toMillis() + INTERVAL.toMillis() - 1) / INTERVAL.toMillis();
  }

  private static String versions() {
    String version = HaproxyProgram.installed().map(HaproxyProgram::toString).orElse("no HAProxy");
    return "%s; %s; Java %s; polls every %d ms%n"
        .formatted(
            LocalDate.now(Clock.system(ZoneOffset.UTC)),
            version,
            Runtime.version(),
            INTERVAL.toMillis());
  }
}
