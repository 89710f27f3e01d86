package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.RepeatedRows;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a table that was read. */
final class TableFindings {
  private static final String START_THE_REFRESH =
      "start the refresh, or look into its log and its EventBridge schedule";

  /** Until then somebody may belong there. */
  private static final String ONCE_ALL_IS_KNOWN = "once every group is found and EC2 has answered";

  private TableFindings() {}

  static List<Finding> of(StoredList table, Instant now) {
    if (table.header().isEmpty() && table.rows().isEmpty()) {
      return List.of(
          new Mistake(
              Kind.TABLE_EMPTY, "the table has neither header nor rows", START_THE_REFRESH));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        table
            .header()
            .map(header -> age(header, table.size(), now))
            .orElseGet(() -> withoutHeader(table)));
    rows(table).forEach(findings::add);
    return findings;
  }

  private static Finding age(Header header, int size, Instant now) {
    Duration age = Duration.between(header.checkedAt(), now);
    String list = "version " + header.version() + " of " + size + " slots";
    if (ClockSkew.isAhead(header.checkedAt(), now)) {
      return new Mistake(
          Kind.CLOCK,
          list + " was found right " + age.negated().toSeconds() + " s from now, by its clock",
          "set the clock of this host, or of the refresh's: ages and the kept list go by them");
    }
    return age.compareTo(Header.LATE) > 0
        ? new Mistake(
            Kind.HEARTBEAT_OLD,
            list
                + " was last found right "
                + age.toSeconds()
                + " s ago, at "
                + header.checkedAt().truncatedTo(ChronoUnit.SECONDS),
            START_THE_REFRESH)
        : new Fine("list", list + ", found right " + Math.max(0, age.toSeconds()) + " s ago");
  }

  private static Finding withoutHeader(StoredList table) {
    return table.rows().owned()
        ? new Mistake(
            Kind.HEADER_LOST,
            "the table has lost its header, the item with BackendServerID 0",
            START_THE_REFRESH + ": it writes a new one")
        : new Mistake(
            Kind.PYTHON_TABLE,
            "the table, of "
                + table.size()
                + " slots, is the Python program's: it has no header,"
                + " so nobody can tell how old it is",
            "none needed; to take it over see SERVER_TAKE_OVER");
  }

  private static Stream<Finding> rows(StoredList table) {
    return Stream.of(nobodyServes(table), refused(table), repeated(table), missing(table))
        .flatMap(Optional::stream);
  }

  private static Optional<Finding> nobodyServes(StoredList table) {
    return SlotList.servesNobody(table.size(), table.rows().slots())
        ? Optional.of(
            new Mistake(
                Kind.NOBODY_SERVES,
                "no slot has a member that serves with a weight above 0",
                "see in the refresh's log what it finds, whether its groups are the right ones, and"
                    + " its SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT"))
        : Optional.empty();
  }

  private static Optional<Finding> refused(StoredList table) {
    return mistake(
        Kind.ROWS_REFUSED,
        "rows are malformed and their slots stay as they were: %s",
        table.rows().refused().stream().map(UnknownRow::description),
        "correct them; the refresh does so by itself, " + ONCE_ALL_IS_KNOWN);
  }

  private static Optional<Finding> repeated(StoredList table) {
    return mistake(
        Kind.ROWS_REPEATED,
        "a member or an address stands in two slots, and agents leave out %s",
        RepeatedRows.in(table.rows()).stream().map(UnknownRow::description),
        START_THE_REFRESH
            + ": it frees one of the slots, for an address once it is known whose that is");
  }

  private static Optional<Finding> missing(StoredList table) {
    return mistake(
        Kind.ROWS_MISSING,
        "the table lacks rows %s of " + table.size(),
        table.rows().lacking(table.size()).stream().map(String::valueOf),
        START_THE_REFRESH + ": it writes them anew, " + ONCE_ALL_IS_KNOWN);
  }

  private static Optional<Finding> mistake(
      Kind kind, String text, Stream<String> rows, String remedy) {
    List<String> some = rows.toList();
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(new Mistake(kind, text.formatted(Some.of(some)), remedy));
  }
}
