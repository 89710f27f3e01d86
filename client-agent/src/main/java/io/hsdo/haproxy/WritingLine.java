package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.WriteReport.Failure;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.reconcile.ServerRef;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of changes to servers. It begins by asking for severities, without which a failure can't
 * be told from a success, and for the process that carries it out.
 */
final class WritingLine {
  /** Leaves room to whoever lowered tune.bufsize, into which a whole line must fit from 3.2 on. */
  static final int MAX_BYTES = 8 * 1024;

  /** Bounds what is half done when HAProxy is killed, and what reaches its successor instead. */
  static final int MAX_COMMANDS = 150;

  /**
   * Bounds for how long HAProxy works at a line: up to 3.0 its thread answers no request meanwhile.
   * 150 servers of weight 10 take it some 20 ms, where there are a thousand; 5 of weight 256 some
   * 50.
   */
  static final int MAX_HASHED_WEIGHT = 1_500;

  /** The commands before the first change. */
  static final int PREAMBLE_COMMANDS = 2;

  private static final String PREAMBLE = "set severity-output number;show info";
  private static final int INFO = 1;

  private record Command(ServerRef server, String text) {}

  private final List<Command> commands = new ArrayList<>();
  private final StringBuilder text = new StringBuilder(PREAMBLE);
  private int changes;
  private int hashedWeight;

  /** The first of {@code changes}, as many as fit, but at least one. */
  static WritingLine of(List<RuntimeCommand> changes, int maxBytes) {
    var line = new WritingLine();
    for (RuntimeCommand change : changes) {
      List<String> texts = change.text();
      if (line.changes > 0 && !line.hasRoomFor(change, texts, maxBytes)) {
        break;
      }
      line.add(change, texts);
    }
    return line;
  }

  private boolean hasRoomFor(RuntimeCommand change, List<String> texts, int maxBytes) {
    int bytes = text.length() + 1;
    for (String command : texts) {
      bytes += 1 + command.length();
    }
    return bytes <= maxBytes
        && PREAMBLE_COMMANDS + commands.size() + texts.size() <= MAX_COMMANDS
        && hashedWeight + change.hashedWeight() <= MAX_HASHED_WEIGHT;
  }

  private void add(RuntimeCommand change, List<String> texts) {
    changes++;
    hashedWeight += change.hashedWeight();
    for (String command : texts) {
      commands.add(new Command(change.server(), command));
      text.append(';').append(command);
    }
  }

  String text() {
    return text.toString();
  }

  /** Bytes with the line feed at the end. */
  int length() {
    return text.length() + 1;
  }

  int changes() {
    return changes;
  }

  int commands() {
    return commands.size();
  }

  HaproxyInfo info(List<Block> reply) {
    return HaproxyInfo.parse(reply.get(INFO).text());
  }

  /** The commands that HAProxy refused, or did not answer because it was gone. */
  List<Failure> failures(List<Block> reply) {
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      int block = PREAMBLE_COMMANDS + i;
      var answer =
          block < reply.size()
              ? Answer.parse(reply.get(block).text())
              : new Answer(true, "no answer");
      if (answer.isFailure()) {
        failures.add(new Failure(command.server(), command.text(), answer.text()));
      }
    }
    return failures;
  }
}
