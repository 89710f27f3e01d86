package io.hsdo.table;

import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A slot list without DynamoDB, for tests: it keeps items as the table does, and {@link
 * SlotListStoreContract} holds it to the same behaviour.
 */
public class InMemorySlotListStore implements SlotListStore, RawTable {
  private final Map<AttributeValue, Map<String, AttributeValue>> items = new HashMap<>();
  private Runnable afterEachWrite = () -> {};

  @Override
  public synchronized Optional<Header> header(Consistency consistency) {
    return HeaderCodec.decode("in memory", item(HeaderCodec.NUMBER).orElse(Map.of()));
  }

  @Override
  public Rows rows(Consistency consistency) {
    return RowCodec.decode(scan());
  }

  /** All items, in no order; override it for a scan that misses some. */
  protected synchronized List<Map<String, AttributeValue>> scan() {
    return List.copyOf(items.values());
  }

  @Override
  public Header save(StoredList read, SlotList next, PlanNotes notes, Instant now) {
    Optional<Header> header = read.header();
    for (SaveStep step : SaveStep.plan(read, next, notes, now)) {
      write(step);
      afterEachWrite.run();
      header = Optional.of(step.header());
    }
    return header.orElseThrow();
  }

  private synchronized void write(SaveStep step) {
    if (!header(Consistency.STRONG).map(Header::version).equals(step.replaces())) {
      throw new VersionConflictException("the table no longer has version " + step.replaces());
    }
    step.rows().forEach(this::requireNewIfItMustBe);
    apply(HeaderCodec.change(step.header()));
    step.rows().forEach(this::apply);
  }

  private void requireNewIfItMustBe(RowChange change) {
    if (change instanceof RowChange.Upsert upsert
        && upsert.isNew()
        && item(upsert.number()).isPresent()) {
      throw new VersionConflictException("the table has row " + upsert.number() + " by now");
    }
  }

  private void apply(RowChange change) {
    if (change instanceof RowChange.Upsert upsert) {
      Map<String, AttributeValue> item = new TreeMap<>(item(change.number()).orElse(Map.of()));
      item.putAll(RowChange.key(change.number()));
      item.putAll(upsert.set());
      item.keySet().removeAll(upsert.remove());
      put(item);
    } else if (change instanceof RowChange.Strip strip) {
      Map<String, AttributeValue> item = new TreeMap<>(item(change.number()).orElseThrow());
      item.keySet().removeAll(strip.remove());
      put(item);
    } else {
      delete(change.number());
    }
  }

  @Override
  public synchronized void handBack(StoredList read) {
    if (!header(Consistency.STRONG).equals(read.header())) {
      throw new VersionConflictException("the table no longer has version " + read.header());
    }
    read.rows().slots().keySet().forEach(number -> apply(RowCodec.strip(number)));
    delete(HeaderCodec.NUMBER);
  }

  @Override
  public synchronized void heartbeat(long version, Instant now) {
    header(Consistency.STRONG)
        .filter(header -> header.version() == version)
        .filter(
            header ->
                header.checkedAt().isBefore(now) || ClockSkew.isAhead(header.checkedAt(), now))
        .map(
            header ->
                new Header(
                    version,
                    header.size(),
                    header.updatedAt(),
                    now,
                    header.notes(),
                    header.changedRows()))
        .ifPresent(header -> apply(HeaderCodec.change(header)));
  }

  @Override
  public synchronized Optional<Map<String, AttributeValue>> item(int number) {
    return Optional.ofNullable(items.get(key(number)));
  }

  @Override
  public synchronized void put(Map<String, AttributeValue> item) {
    items.put(item.get(RowCodec.ID), Map.copyOf(item));
  }

  @Override
  public synchronized void delete(int number) {
    items.remove(key(number));
  }

  @Override
  public void afterEachWrite(Runnable hook) {
    afterEachWrite = hook;
  }

  private static AttributeValue key(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }
}
