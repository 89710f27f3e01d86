package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.haproxy.WriteReport.Ending;
import io.hsdo.haproxy.WriteReport.Failure;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.RuntimeCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A HAProxy as its Runtime API shows it: reads servers and sends changes. Nothing that counts is
 * kept between two calls, for HAProxy may be another process by then.
 */
public final class Haproxy {
  private static final String NO_BACKEND = "Can't find backend.";

  private final RuntimeApi api;
  private final Runnable progress;

  /** Of the last answer; only saves making them anew. */
  private volatile KnownServers known = KnownServers.NONE;

  public Haproxy(RuntimeApi api) {
    this(api, () -> {});
  }

  /**
   * @param progress is told of each line of changes that HAProxy has carried out, for thousands of
   *     changes may take it minutes
   */
  public Haproxy(RuntimeApi api, Runnable progress) {
    this.api = api;
    this.progress = progress;
  }

  /** What this connection is permitted. */
  public CliLevel cliLevel() {
    return level(read("show cli level", 1).get(0).text());
  }

  private static CliLevel level(String level) {
    try {
      return CliLevel.valueOf(level.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RuntimeApiException(Problem.UNREADABLE, "reading CLI level '" + level + "'", e);
    }
  }

  /** Its sockets for commands, those of its own included. */
  public List<CliSocket> sockets() {
    return read("show cli sockets", 1)
        .get(0)
        .text()
        .lines()
        .skip(1)
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 1)
        .map(fields -> new CliSocket(fields[0], level(fields[1])))
        .toList();
  }

  /** The process and the managed servers of {@code backends}, in one round trip. */
  public HaproxySnapshot read(List<Backend> backends) {
    var line = new StringBuilder("show info");
    for (Backend backend : backends) {
      line.append(";show servers state ").append(backend.name());
    }
    List<Block> blocks = read(line.toString(), 1 + backends.size());

    Map<Backend, Block> states = new HashMap<>();
    List<Backend> missing = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      Block block = blocks.get(1 + i);
      if (block.is(NO_BACKEND)) {
        missing.add(backends.get(i));
      } else {
        states.put(backends.get(i), block);
      }
    }
    KnownServers servers = known.next(states);
    known = servers;
    return new HaproxySnapshot(
        HaproxyInfo.parse(blocks.get(0).text()),
        servers.byRef(),
        servers.strangersServe(),
        new HealthReader(states),
        missing);
  }

  /** How {@code backend} is configured, which HAProxy must have. */
  public BackendDetails details(Backend backend) {
    String state = read("show servers state " + backend.name(), 1).get(0).text();
    // By its number, or among all: a frontend may have the same name, and comes first.
    String which =
        ReplyTable.ofServersState(state).rows().stream()
            .findFirst()
            .map(row -> "#" + row.number("be_id") + " 6 -1")
            .orElse("-1 2 -1");
    String stat = read("show stat " + which, 1).get(0).text();
    return BackendDetails.of(backend.name(), stat, state);
  }

  /**
   * Sends changes in their order, as many to a line as fit. A refused change does not stop those
   * after it; another process than {@code expected}, or one that is leaving, does, and what that
   * one refuses is no failure.
   *
   * @param expected the process that was read
   */
  public WriteReport write(List<RuntimeCommand> changes, HaproxyProcess expected) {
    List<Failure> failures = new ArrayList<>();
    int commandsSent = 0;
    int maxBytes = WritingLine.MAX_BYTES;
    int next = 0;
    while (next < changes.size()) {
      var line = WritingLine.of(changes.subList(next, changes.size()), maxBytes);
      List<Block> reply;
      try {
        reply = ask(line.text(), WritingLine.PREAMBLE_COMMANDS);
      } catch (RuntimeApiException e) {
        if (e.problem() != Problem.LINE_TOO_BIG || line.changes() == 1) {
          throw e;
        }
        maxBytes = line.length() / 2;
        continue;
      }
      commandsSent += line.commands();
      HaproxyInfo info = line.info(reply);
      if (!info.process().equals(expected)) {
        return new WriteReport(commandsSent, failures, Ending.REPLACED);
      }
      if (info.stopping()) {
        return new WriteReport(commandsSent, failures, Ending.STOPPING);
      }
      failures.addAll(line.failures(reply));
      next += line.changes();
      progress.run();
    }
    return new WriteReport(commandsSent, failures, Ending.COMPLETE);
  }

  /**
   * A socket that is configured with {@code severity-output} has severities without being asked.
   */
  private List<Block> read(String line, int atLeast) {
    return ask(line, atLeast).stream().map(Block::withoutSeverity).toList();
  }

  private List<Block> ask(String line, int atLeast) {
    String reply = api.exchange(line);
    List<Block> blocks = Reply.blocks(reply);
    if (blocks.size() < atLeast) {
      throw new RuntimeApiException(
          Problem.CUT_OFF,
          "reading " + blocks.size() + " of " + atLeast + " answers from " + api,
          null);
    }
    return blocks;
  }
}
