package io.hsdo.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What agents cost: at rest, a poll, and at start and change. */
final class AgentTables {
  private final MarkdownTable atRest =
      table(
          "CPU s/min",
          "HAProxy CPU s/min",
          "RSS MiB",
          "PSS MiB",
          "threads",
          "sockets",
          "polls/min");
  private final MarkdownTable polls =
      table("socket bytes", "commands", "system calls", "DynamoDB requests", "read units");
  private final MarkdownTable changes =
      table(
          "start to filled ms",
          "CPU s",
          "change of all: commands",
          "socket ms",
          "HAProxy CPU ms",
          "change ms");

  private static MarkdownTable table(String... columns) {
    return new MarkdownTable(row(List.of("Java", "N", "INTERVAL", "endpoint"), columns));
  }

  private static String[] row(List<String> first, String... others) {
    return Stream.concat(first.stream(), Stream.of(others)).toArray(String[]::new);
  }

  void add(AgentCase what, AgentRun.Result work, RestingAgent.Cost rest) {
    addAtRest(what, rest);
    addPolls(what, work.polls());
    addChange(what, work.start(), work.change());
  }

  private void addAtRest(AgentCase what, RestingAgent.Cost cost) {
    atRest.add(
        row(
            what.cells(),
            number(cost.agentCpu(), 2),
            number(cost.haproxyCpu(), 2),
            number(cost.memory().resident(), 1),
            number(cost.memory().proportional(), 1),
            Integer.toString(cost.threads()),
            Long.toString(cost.sockets()),
            number(cost.polls(), 0)));
  }

  private void addPolls(AgentCase what, AgentRun.Polls mean) {
    polls.add(
        row(
            what.cells(),
            number(mean.bytes(), 0),
            number(mean.commands(), 1),
            mean.systemCalls().isPresent() ? number(mean.systemCalls().getAsDouble(), 0) : "",
            number(mean.requests(), 2),
            number(mean.readUnits(), 2)));
  }

  private void addChange(AgentCase what, AgentRun.Start start, AgentRun.Change change) {
    changes.add(
        row(
            what.cells(),
            Long.toString(start.untilFilled().toMillis()),
            number(start.cpuSeconds(), 2),
            Integer.toString(change.commandsWritten()),
            number(change.atSocket().toNanos() / 1e6, 1),
            number(change.haproxyCpu() * 1e3, 0),
            number(change.took().toNanos() / 1e6, 1)));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  @Override
  public String toString() {
    return """
        At rest:

        %s
        A poll at rest:

        %s
        Start, and a change of every slot:

        %s"""
        .formatted(atRest, polls, changes);
  }
}
