package io.hsdo.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of docs/. */
record Document(String name) {
  private static final String PROMPT = "$ ";
  private static final Pattern QUOTED = Pattern.compile("(?<!`)`([^`]+)`(?!`)");

  String text() {
    try {
      return Files.readString(Path.of("..", "docs", name));
    } catch (IOException e) {
      throw new UncheckedIOException("reading docs/" + name + " failed", e);
    }
  }

  /** What it quotes: each text between backquotes, a line each. */
  String quoted() {
    return QUOTED
        .matcher(text())
        .results()
        .map(quote -> quote.group(1).replaceAll("\\s+", " "))
        .collect(Collectors.joining("\n"));
  }

  /** The commands that it shows, in their order. */
  List<String> commands() {
    return commands(text());
  }

  /** The commands below a heading of the third level. */
  List<String> commandsBelow(String heading) {
    for (String section : text().split("(?m)^#+ ", -1)) {
      if (section.startsWith(heading + "\n")) {
        return commands(section);
      }
    }
    throw new IllegalStateException("docs/" + name + " has no heading '" + heading + "'");
  }

  private static List<String> commands(String text) {
    return text.lines()
        .filter(line -> line.startsWith(PROMPT))
        .map(line -> line.substring(PROMPT.length()))
        .toList();
  }
}
