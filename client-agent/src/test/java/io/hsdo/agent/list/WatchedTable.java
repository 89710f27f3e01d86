package io.hsdo.agent.list;

import static java.util.Locale.ROOT;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListReader;
import io.hsdo.table.SlotListStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table as its reader sees it. What is read is written down, reads may fail, and eventually
 * consistent ones may lag behind.
 */
public final class WatchedTable implements SlotListReader {
  private final Map<AttributeValue, Map<String, AttributeValue>> lateRows = new HashMap<>();
  private final InMemorySlotListStore store =
      new InMemorySlotListStore() {
        @Override
        protected synchronized List<Map<String, AttributeValue>> scan() {
          return super.scan().stream()
              .map(item -> lateRows.getOrDefault(item.get("BackendServerID"), item))
              .toList();
        }
      };
  private final List<String> reads = new ArrayList<>();
  private Supplier<Optional<Header>> eventualHeader = this::storedHeader;
  private Runnable beforeScan = () -> {};
  private String failing = "";

  // What others do to it

  public Header header() {
    return storedHeader().orElseThrow();
  }

  /** Stores this list as a refresh does. */
  public void save(SlotList list, Instant now) {
    store.save(store.load(), list, PlanNotes.NONE, now);
  }

  public void save(String drawing) {
    save(DrawnList.slots(drawing), DrawnList.NOW);
  }

  public void heartbeat(Instant now) {
    store.heartbeat(header().version(), now);
  }

  /** Takes a row away, the header if it is number 0. */
  public void delete(int number) {
    store.delete(number);
  }

  /** Makes row {@code number} read as row {@code original} does. */
  public void copyRow(int original, int number) {
    Map<String, AttributeValue> row = new HashMap<>(row(original));
    row.put("BackendServerID", AttributeValue.fromN(Integer.toString(number)));
    store.put(row);
  }

  /** Replaces a text in a row. */
  public void write(int number, String attribute, String text) {
    Map<String, AttributeValue> row = new HashMap<>(row(number));
    row.put(attribute, AttributeValue.fromS(text));
    store.put(row);
  }

  private Map<String, AttributeValue> row(int number) {
    return store.item(number).orElseThrow();
  }

  // What its reader meets

  /** Eventually consistent reads bring this header, whatever is stored. */
  public void showEventually(Header stale) {
    eventualHeader = () -> Optional.of(stale);
  }

  /** Eventually consistent reads of the header bring none. */
  public void hideHeader() {
    eventualHeader = Optional::empty;
  }

  /** Scans bring row {@code number} as it is now, whatever becomes of it. */
  public void holdBack(int number) {
    Map<String, AttributeValue> row = row(number);
    lateRows.put(row.get("BackendServerID"), row);
  }

  /** Scans bring what is stored. */
  public void holdNothingBack() {
    lateRows.clear();
  }

  public void beforeEachScan(Runnable action) {
    beforeScan = action;
  }

  /** Fails reads of the header and of the rows. */
  public void fail() {
    failing = "header rows";
  }

  public void failRows() {
    failing = "rows";
  }

  public void recover() {
    failing = "";
  }

  /** What was read since the last look, such as {@code header eventual}. */
  public List<String> takeReads() {
    List<String> taken = List.copyOf(reads);
    reads.clear();
    return taken;
  }

  @Override
  public Optional<Header> header(Consistency consistency) {
    read("header", consistency);
    return consistency == Consistency.EVENTUAL ? eventualHeader.get() : storedHeader();
  }

  @Override
  public Rows rows(Consistency consistency) {
    read("rows", consistency);
    beforeScan.run();
    return store.rows(consistency);
  }

  private void read(String what, Consistency consistency) {
    reads.add(what + " " + consistency.name().toLowerCase(ROOT));
    if (failing.contains(what)) {
      throw new SlotListStoreException("reading " + what + " of table 'slots' failed");
    }
  }

  private Optional<Header> storedHeader() {
    return store.header(Consistency.STRONG);
  }
}
