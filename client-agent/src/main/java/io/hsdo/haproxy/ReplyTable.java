package io.hsdo.haproxy;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer of rows under titles, read for the few who ask once. What is read at every poll has a
 * reader of its own, {@link ServersState}.
 */
final class ReplyTable {
  private static final String TITLES = "# ";
  private final List<String> titles;
  private final List<Row> rows = new ArrayList<>();

  private ReplyTable(Stream<String> lines, char separator) {
    List<String> all = lines.toList();
    if (all.isEmpty() || !all.get(0).startsWith(TITLES)) {
      throw unreadable("reading the titles of '" + String.join("|", all) + "'", null);
    }
    titles = fields(all.get(0).substring(TITLES.length()), separator);
    for (String line : all.subList(1, all.size())) {
      rows.add(new Row(line, fields(line, separator)));
    }
  }

  /** Of {@code show stat}. */
  static ReplyTable ofStat(String text) {
    return new ReplyTable(text.lines(), ',');
  }

  /** Of {@code show servers state}, whose first line is the number of its format. */
  static ReplyTable ofServersState(String text) {
    return new ReplyTable(text.lines().skip(1), ' ');
  }

  /** HAProxy puts a field into quotes where a separator is in it. */
  private static List<String> fields(String line, char separator) {
    List<String> fields = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      if (!quoted && line.charAt(i) == separator) {
        fields.add(line.substring(start, i));
        start = i + 1;
      }
    }
    fields.add(line.substring(start));
    return fields;
  }

  List<Row> rows() {
    return rows;
  }

  /** A row, whose fields are asked for by title. */
  final class Row {
    private final String line;
    private final List<String> fields;

    private Row(String line, List<String> fields) {
      this.line = line;
      this.fields = fields;
    }

    String text(String title) {
      int column = titles.indexOf(title);
      if (column < 0 || column >= fields.size()) {
        throw unreadable("finding " + title + " in '" + line + "'", null);
      }
      return fields.get(column);
    }

    /** Empty where the field is, which HAProxy writes as nothing or as a dash. */
    Optional<String> filled(String title) {
      return Optional.of(text(title)).filter(text -> !text.isEmpty() && !text.equals("-"));
    }

    int number(String title) {
      try {
        return Integer.parseInt(text(title));
      } catch (NumberFormatException e) {
        throw unreadable("reading " + title + " of '" + line + "'", e);
      }
    }
  }

  private static RuntimeApiException unreadable(String attempt, @Nullable Throwable cause) {
    return new RuntimeApiException(Problem.UNREADABLE, attempt, cause);
  }
}
