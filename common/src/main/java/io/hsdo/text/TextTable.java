package io.hsdo.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of cells under a heading, each column as wide as its widest cell. A cell is {@link
 * Printable}, whatever it is given.
 */
public final class TextTable {
  private static final int GAP = 2;

  private final List<List<String>> lines = new ArrayList<>();

  public TextTable(String... heading) {
    lines.add(List.of(heading));
  }

  /** Adds a line; cells that are left out at its end are empty. */
  public void add(String... cells) {
    lines.add(Stream.of(cells).map(Printable::of).toList());
  }

  public boolean isEmpty() {
    return lines.size() == 1;
  }

  @Override
  public String toString() {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(aligned(line, widths)).append('\n'));
    return text.toString();
  }

  private static String aligned(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < line.size(); column++) {
      String cell = line.get(column);
      text.append(cell).append(" ".repeat(widths[column] - cell.length() + GAP));
    }
    return text.toString().stripTrailing();
  }
}
