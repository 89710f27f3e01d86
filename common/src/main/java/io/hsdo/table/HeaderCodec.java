package io.hsdo.table;

import static java.util.stream.Collectors.joining;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Shrink;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Row 0 of the table.
 *
 * <p>Towards the Python program it is a row that its server neither fills, since it has an address,
 * nor frees, since it is disabled, and that names a server which no HAProxy has.
 */
final class HeaderCodec {
  /** The header's row number: the Python program counts its rows from 1. */
  static final int NUMBER = 0;

  private static final String VERSION = "Version";
  private static final String SIZE = "Size";
  private static final String UPDATED_AT = "UpdatedAt";
  private static final String CHECKED_AT = "CheckedAt";
  private static final String CHANGED_ROWS = "ChangedRows";
  private static final String REMOVALS = "Removals";
  private static final String SHRINK_TO = "ShrinkTo";
  private static final String SHRINK_SINCE = "ShrinkSince";

  private static final String HEADER = "header";
  private static final String SEPARATOR = ", ";

  /** Always nine digits of a fraction: the heartbeat's condition compares instants as text. */
  private static final DateTimeFormatter SORTABLE_INSTANT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private static final Pattern REMOVAL = Pattern.compile("([0-9T:.-]+Z) ([0-9]{1,9})/([0-9]{1,9})");

  private HeaderCodec() {}

  /**
   * Empty if there is no {@code Version}, which only this program writes.
   *
   * @param item row 0, or no attributes if there is no such row
   * @throws SlotListStoreException if the header is malformed
   */
  static Optional<Header> decode(String table, Map<String, AttributeValue> item) {
    try {
      return decode(item);
    } catch (IllegalArgumentException e) {
      throw new SlotListStoreException(
          "the header of table '"
              + table
              + "' (the item with BackendServerID 0) is malformed: "
              + e.getMessage()
              + "; correct it, or delete that item and the next refresh writes a new one",
          e);
    }
  }

  /** As above, for an item of whatever source; one that is malformed is the caller's to explain. */
  static Optional<Header> decode(Map<String, AttributeValue> item) {
    var row = new Attributes(item);
    if (!row.has(VERSION)) {
      return Optional.empty();
    }
    return Optional.of(
        new Header(
            row.wholeNumber(VERSION, 1, Long.MAX_VALUE),
            (int) row.wholeNumber(SIZE, 0, Rows.MAX_SLOTS),
            row.instant(UPDATED_AT),
            row.instant(CHECKED_AT),
            new PlanNotes(
                row.has(REMOVALS)
                    ? row.parsed(REMOVALS, HeaderCodec::removals)
                    : RemovalHistory.NONE,
                shrink(row)),
            changedRows(row)));
  }

  /** Whoever raises {@code Version} alone leaves behind how many rows an earlier one changed. */
  private static int changedRows(Attributes row) {
    return row.equal(VERSION, RowCodec.CHANGED_IN)
        ? (int) row.wholeNumber(CHANGED_ROWS, 0, Rows.MAX_SLOTS)
        : 0;
  }

  private static Optional<Shrink> shrink(Attributes row) {
    return row.has(SHRINK_TO)
        ? Optional.of(
            new Shrink(
                (int) row.wholeNumber(SHRINK_TO, 1, Rows.MAX_SLOTS), row.instant(SHRINK_SINCE)))
        : Optional.empty();
  }

  /** What turns any row 0 into that of {@code header}. */
  static RowChange.Upsert change(Header header) {
    Map<String, AttributeValue> set = encode(header);
    set.remove(RowCodec.ID);
    Set<String> remove =
        header.notes().shrink().isPresent() ? Set.of() : Set.of(SHRINK_TO, SHRINK_SINCE);
    return new RowChange.Upsert(NUMBER, set, remove);
  }

  /** The whole row. */
  static Map<String, AttributeValue> encode(Header header) {
    Map<String, String> texts = new HashMap<>(RowCodec.NOBODY);
    texts.put(RowCodec.IP_ADDRESS, HEADER);
    texts.put(RowCodec.SERVER_NAME, HEADER);
    texts.put(UPDATED_AT, text(header.updatedAt()));
    texts.put(CHECKED_AT, text(header.checkedAt()));
    texts.put(REMOVALS, text(header.notes().removals()));
    header.notes().shrink().ifPresent(shrink -> texts.put(SHRINK_SINCE, text(shrink.since())));
    Map<String, AttributeValue> row = new HashMap<>();
    texts.forEach((name, text) -> row.put(name, AttributeValue.fromS(text)));
    row.put(RowCodec.ID, AttributeValue.fromN(Integer.toString(NUMBER)));
    row.put(RowCodec.WEIGHT, AttributeValue.fromN("0"));
    row.put(VERSION, AttributeValue.fromN(Long.toString(header.version())));
    row.put(SIZE, AttributeValue.fromN(Integer.toString(header.size())));
    row.put(RowCodec.CHANGED_IN, AttributeValue.fromN(Long.toString(header.version())));
    row.put(CHANGED_ROWS, AttributeValue.fromN(Integer.toString(header.changedRows())));
    header
        .notes()
        .shrink()
        .ifPresent(
            shrink -> row.put(SHRINK_TO, AttributeValue.fromN(Integer.toString(shrink.size()))));
    return row;
  }

  /** Two instants compare as these texts do. */
  static String text(Instant instant) {
    return SORTABLE_INSTANT.format(instant);
  }

  private static String text(RemovalHistory removals) {
    return removals.entries().stream()
        .map(entry -> entry.at() + " " + entry.removed() + "/" + entry.served())
        .collect(joining(SEPARATOR));
  }

  private static RemovalHistory removals(String text) {
    if (text.isEmpty()) {
      return RemovalHistory.NONE;
    }
    List<RemovalHistory.Entry> entries = new ArrayList<>();
    for (String entry : text.split(SEPARATOR, -1)) {
      Matcher matcher = REMOVAL.matcher(entry);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + entry + "' is refused: expected removed/served as in 2026-11-23T06:05:00Z 3/57");
      }
      entries.add(
          new RemovalHistory.Entry(
              Instant.parse(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3))));
    }
    return new RemovalHistory(entries);
  }
}
