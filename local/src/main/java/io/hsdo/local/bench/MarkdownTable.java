package io.hsdo.local.bench;

import io.hsdo.text.TextTable;
import java.util.Arrays;
import java.util.stream.Stream;

/** A table as Markdown that is aligned for those who read the source. */
final class MarkdownTable {
  private final TextTable table;

  MarkdownTable(String... heading) {
    table = new TextTable(cells(heading));
    table.add(cells(Arrays.stream(heading).map(title -> "---").toArray(String[]::new)));
  }

  void add(String... cells) {
    table.add(cells(cells));
  }

  private static String[] cells(String... texts) {
    return Stream.concat(Arrays.stream(texts).map(text -> "| " + text), Stream.of("|"))
        .toArray(String[]::new);
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
