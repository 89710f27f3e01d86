package io.hsdo.table;

import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a complete scan of the table brought, without the header. A row that is missing is unknown,
 * not empty, and so is one that was refused.
 *
 * @param slots the valid rows by slot number
 * @param refused rows that are no slots, with what is wrong with them
 * @param versions which version each of the valid rows was changed by last, of those that tell
 * @param owned whether a row carries an attribute that only this program writes: such a table lost
 *     its header, it was not handed over by the Python program
 */
public record Rows(
    SortedMap<Integer, Slot> slots,
    List<UnknownRow.Refused> refused,
    List<Long> versions,
    boolean owned) {
  /** Keeps one stray row number from growing the list until memory is gone. */
  public static final int MAX_SLOTS = 100_000;

  public static final Rows NONE = new Rows(new TreeMap<>(), List.of(), List.of(), false);

  public Rows {
    slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
    refused = List.copyOf(refused);
    versions = List.copyOf(versions);
  }

  public boolean isEmpty() {
    return slots.isEmpty() && refused.isEmpty();
  }

  /** These rows, of which some more are not believed. */
  public Rows refusing(List<UnknownRow.Refused> more) {
    if (more.isEmpty()) {
      return this;
    }
    SortedMap<Integer, Slot> believed = new TreeMap<>(slots);
    more.forEach(row -> row.slot().ifPresent(number -> believed.remove(number)));
    return new Rows(
        believed, Stream.concat(refused.stream(), more.stream()).toList(), versions, owned);
  }

  /**
   * These rows, and of those of slots 1..size that are unknown the ones that are empty in {@code
   * list}.
   */
  Rows withEmpty(SlotList list, int size) {
    SortedMap<Integer, Slot> known = new TreeMap<>(slots);
    list.slots().stream()
        .filter(slot -> slot.number() <= size)
        .filter(Slot.Empty.class::isInstance)
        .forEach(slot -> known.putIfAbsent(slot.number(), slot));
    return new Rows(known, refused, versions, owned);
  }

  /**
   * Whether they have all that the version of {@code header} changed: a scan beside a transaction
   * may find the header as it is after it, and rows as they were before.
   */
  public boolean showAllOf(Header header) {
    return versions.stream().filter(version -> version >= header.version()).count()
        >= header.changedRows();
  }

  /** The last version that one of them was changed by; 0 if none tells. */
  long latestVersion() {
    return versions.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The numbers of slots 1..size that have no row at all, not even one that is refused. */
  public List<Integer> lacking(int size) {
    Set<Integer> present = numbers();
    return IntStream.rangeClosed(1, size)
        .filter(number -> !present.contains(number))
        .boxed()
        .toList();
  }

  /**
   * The rows about which nothing is known: refused ones, whatever their number, and those of slots
   * 1..size that are missing.
   */
  public List<UnknownRow> unknown(int size) {
    List<UnknownRow> unknown = new ArrayList<>(refused);
    lacking(size).forEach(number -> unknown.add(new UnknownRow.Missing(number)));
    return unknown;
  }

  /** The last of the rows that follow {@code size} without a gap; {@code size} if none does. */
  int unbrokenFrom(int size) {
    Set<Integer> present = numbers();
    int last = size;
    while (present.contains(last + 1)) {
      last++;
    }
    return last;
  }

  /** The numbers of rows above {@code size}, which belong to no slot of such a list. */
  public List<Integer> beyond(int size) {
    return List.copyOf(numbers().tailSet(size, false));
  }

  /** The numbers of all rows, whether they are valid or not. */
  NavigableSet<Integer> numbers() {
    NavigableSet<Integer> numbers = new TreeSet<>(slots.keySet());
    refused.forEach(row -> row.slot().ifPresent(numbers::add));
    return numbers;
  }

  /** The highest slot number of a valid row; 0 if there is none. */
  public int highest() {
    return slots.isEmpty() ? 0 : slots.lastKey();
  }

  /**
   * The highest slot number of any row, valid or refused; 0 if there is none. How long a list
   * without a header is: a row that is refused is no reason to cut it off.
   */
  public int reach() {
    return refused.stream()
        .flatMapToInt(row -> row.slot().stream())
        .filter(number -> number <= MAX_SLOTS)
        .reduce(highest(), Math::max);
  }

  /** Slots 1..size as a list; what is missing or refused is empty in it. */
  public SlotList toSlotList(int size) {
    return new SlotList(
        IntStream.rangeClosed(1, size)
            .mapToObj(number -> slots.getOrDefault(number, new Slot.Empty(number)))
            .toList());
  }
}
