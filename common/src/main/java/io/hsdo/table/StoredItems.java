package io.hsdo.table;

import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A list as items of the table, for whoever keeps a copy of it elsewhere. What is read back goes
 * through the checks of the table: a copy gets nothing in that the table would refuse.
 */
public final class StoredItems {
  private static final AttributeValue HEADER_NUMBER =
      AttributeValue.fromN(Integer.toString(HeaderCodec.NUMBER));

  private StoredItems() {}

  /** The items of these slots, after that of their header. */
  public static List<Map<String, AttributeValue>> encode(
      Optional<Header> header, Collection<Slot> slots, Instant now) {
    List<Map<String, AttributeValue>> items = new ArrayList<>(slots.size() + 1);
    header.map(HeaderCodec::encode).ifPresent(items::add);
    slots.forEach(slot -> items.add(RowCodec.encode(slot, now)));
    return items;
  }

  /**
   * The header among {@code items}; empty if there is none.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public static Optional<Header> header(List<Map<String, AttributeValue>> items) {
    return items.stream()
        .filter(item -> HEADER_NUMBER.equals(item.get(RowCodec.ID)))
        .findFirst()
        .flatMap(HeaderCodec::decode);
  }

  /** The rows among {@code items}. */
  public static Rows rows(List<Map<String, AttributeValue>> items) {
    return RowCodec.decode(items);
  }
}
