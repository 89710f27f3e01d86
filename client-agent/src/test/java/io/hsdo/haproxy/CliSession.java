package io.hsdo.haproxy;

import java.util.Locale;

/**
 * One connection to a {@link HaproxyModel}: which of the bytes it brings are commands, and when it
 * is over, which is what generations of HAProxy do not agree on.
 */
final class CliSession {
  private final HaproxyModel model;
  private final Dialect dialect;
  private final StringBuilder received = new StringBuilder();
  private final StringBuilder said = new StringBuilder();
  private boolean severities;
  private CliLevel level;
  private boolean interactive;
  private boolean over;

  CliSession(HaproxyModel model) {
    this.model = model;
    this.dialect = model.dialect();
    this.level = model.level();
    this.severities = model.hasSeverities();
  }

  /** Whether nothing is read from the connection any more. */
  boolean isOver() {
    return over;
  }

  /**
   * Takes what one read brought and returns what is said to it.
   *
   * @param last whether the other side has nothing more to send
   */
  String receive(String bytes, boolean last) {
    said.setLength(0);
    received.append(bytes);
    boolean ran = false;
    int end;
    while (!over && (end = received.indexOf("\n")) >= 0) {
      String line = received.substring(0, end);
      received.delete(0, end + 1);
      run(line);
      ran = true;
      // 2.x goes on with the lines that came along with the first.
      over |= !interactive && dialect != Dialect.V2;
    }
    if (!over && !interactive) {
      boolean waits = dialect != Dialect.V2 && !last;
      if (!waits && dialect != Dialect.V3_2) {
        runFinished(received.toString());
      }
      over = !waits || ran;
    }
    over |= last;
    return said.toString();
  }

  private void run(String line) {
    if (model.isTooBig(line)) {
      said.append(severities ? "[3]: " : "")
          .append(
              "The command line is too big for the buffer size. Please change tune.bufsize in the"
                  + " configuration to use a bigger command.\n");
      over = true;
      return;
    }
    for (String command : line.split(";", -1)) {
      execute(command.strip());
      if (interactive && dialect != Dialect.V3_2) {
        said.append("> ");
      }
    }
    if (interactive && dialect == Dialect.V3_2) {
      said.append("> ");
    }
  }

  /** Runs the commands of an unfinished line that a semicolon ends. */
  private void runFinished(String part) {
    int end = part.lastIndexOf(';');
    if (end >= 0) {
      run(part.substring(0, end));
    }
  }

  private void execute(String command) {
    switch (command) {
      case "prompt" -> {
        interactive = !interactive;
        said.append('\n');
      }
      case "quit" -> over = true;
      case "set severity-output number" -> {
        severities = true;
        said.append('\n');
      }
      case "user", "operator" -> {
        level = CliLevel.valueOf(command.toUpperCase(Locale.ROOT));
        said.append('\n');
      }
      default -> said.append(model.execute(command, level).block(severities));
    }
  }
}
