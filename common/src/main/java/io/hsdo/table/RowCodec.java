package io.hsdo.table;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows 1..N of the table, in the format of the Python program with attributes of our own beside it.
 *
 * <p>The Python program seats another member in a row without touching ours, so they count only
 * while {@code Owner} is the row's {@code ServerName}.
 */
final class RowCodec {
  static final String ID = "BackendServerID";
  static final String IP_ADDRESS = "IPAddress";
  static final String SERVER_NAME = "ServerName";
  static final String ASG = "ASG";
  static final String WEIGHT = "Weight";
  static final String STATUS = "BackendServerStatus";
  static final String LAST_WEIGHT_UPDATE = "LastWeightUpdate";

  /** The version of the list that changed the row last. */
  static final String CHANGED_IN = "ChangedIn";

  private static final String NONE = "none";
  private static final String ENABLED = "enabled";
  private static final String DRAINING = "draining";
  private static final String DISABLED = "disabled";

  /** How an empty slot, and every other row without a member, reads for the Python program. */
  static final Map<String, String> NOBODY =
      Map.of(
          IP_ADDRESS, NONE,
          SERVER_NAME, NONE,
          ASG, NONE,
          STATUS, DISABLED,
          LAST_WEIGHT_UPDATE, "0-0-0 00:00:00.000000");

  private static final String OWNER = "Owner";
  private static final String SERVING_SINCE = "ServingSince";
  private static final String AVAILABILITY_ZONE = "AvailabilityZone";
  private static final String DRAIN_UNTIL = "DrainUntil";
  private static final String DRAINING_SINCE = "DrainingSince";
  private static final String REASON = "Reason";
  private static final String MISSING_SINCE = "MissingSince";

  /** What only this program writes. */
  private static final Set<String> OWN =
      Set.of(
          OWNER,
          SERVING_SINCE,
          AVAILABILITY_ZONE,
          DRAIN_UNTIL,
          DRAINING_SINCE,
          REASON,
          MISSING_SINCE,
          CHANGED_IN);

  private static final AttributeValue HEADER_NUMBER =
      AttributeValue.fromN(Integer.toString(HeaderCodec.NUMBER));

  /** Always six digits of a fraction: Python's {@code datetime.fromisoformat} must read it. */
  private static final DateTimeFormatter PYTHON_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RowCodec() {}

  /** The items of a complete scan. */
  static Rows decode(Iterable<Map<String, AttributeValue>> items) {
    SortedMap<Integer, Slot> slots = new TreeMap<>();
    List<UnknownRow.Refused> refused = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    boolean owned = false;
    for (Map<String, AttributeValue> item : items) {
      if (HEADER_NUMBER.equals(item.get(ID))) {
        continue;
      }
      var row = new Attributes(item);
      owned |= !Collections.disjoint(item.keySet(), OWN);
      try {
        Slot slot = slot(row);
        if (row.has(CHANGED_IN)) {
          versions.add(row.wholeNumber(CHANGED_IN, 1, Long.MAX_VALUE));
        }
        slots.put(slot.number(), slot);
      } catch (IllegalArgumentException e) {
        refused.add(new UnknownRow.Refused(row.shown(ID), String.valueOf(e.getMessage())));
      }
    }
    return new Rows(slots, refused, versions, owned);
  }

  private static Slot slot(Attributes row) {
    int number = (int) row.wholeNumber(ID, 1, Rows.MAX_SLOTS);
    if (row.text(IP_ADDRESS).equals(NONE)) {
      return new Slot.Empty(number);
    }
    Attributes own = row.equal(OWNER, SERVER_NAME) ? row : Attributes.NONE;
    Member member = member(row, own);
    int weight = (int) row.wholeNumber(WEIGHT, 0, Slot.MAX_WEIGHT);
    return switch (row.text(STATUS)) {
      case ENABLED ->
          new Slot.Serving(
              number,
              member,
              weight,
              own.optionalInstant(SERVING_SINCE),
              own.optionalInstant(MISSING_SINCE));
      case DRAINING -> {
        Optional<DrainReason> reason = own.optionalParsed(REASON, DrainReason::of);
        yield draining(number, member, reason.orElse(DrainReason.UNSPECIFIED), own);
      }
      case DISABLED -> draining(number, member, DrainReason.OPERATOR, own);
      default -> throw row.refused(STATUS, "'enabled', 'draining' or 'disabled'");
    };
  }

  private static Slot draining(int number, Member member, DrainReason reason, Attributes own) {
    return new Slot.Draining(
        number,
        member,
        reason,
        own.optionalInstant(DRAINING_SINCE),
        own.optionalInstant(DRAIN_UNTIL),
        own.optionalInstant(MISSING_SINCE));
  }

  /** Takes one attribute after the other, so that a refusal names the one at fault. */
  private static Member member(Attributes row, Attributes own) {
    Address address = row.parsed(IP_ADDRESS, Address::of);
    Member named = row.parsed(SERVER_NAME, id -> new Member(id, address, NONE, Optional.empty()));
    // Version 2 of the Python program did not write the group.
    Member grouped =
        row.has(ASG)
            ? row.parsed(ASG, group -> new Member(named.id(), address, group, Optional.empty()))
            : named;
    return own.optionalParsed(
            AVAILABILITY_ZONE,
            zone -> new Member(named.id(), address, grouped.group(), Optional.of(zone)))
        .orElse(grouped);
  }

  /**
   * What turns the row of {@code before} into that of {@code next}, but for {@link #CHANGED_IN}.
   *
   * @param before empty if there is no such row, or if it was refused
   */
  static RowChange.Upsert change(Optional<Slot> before, Slot next, Instant now) {
    Map<String, AttributeValue> set = encode(next, now);
    set.remove(ID);
    if (before.filter(slot -> sameShare(slot, next)).isPresent()) {
      set.remove(LAST_WEIGHT_UPDATE);
    }
    Set<String> remove = new HashSet<>(OWN);
    remove.removeAll(set.keySet());
    remove.remove(CHANGED_IN);
    return new RowChange.Upsert(next.number(), set, remove);
  }

  /** What makes any row one that the Python program could have written. */
  static RowChange.Strip strip(int number) {
    return new RowChange.Strip(number, OWN);
  }

  /** Whether the same member has the same weight. */
  private static boolean sameShare(Slot slot, Slot other) {
    return slot.weight() == other.weight()
        && slot.occupant().map(Member::id).equals(other.occupant().map(Member::id));
  }

  /** The whole row, as if its weight had been set {@code now}. */
  static Map<String, AttributeValue> encode(Slot slot, Instant now) {
    Map<String, String> texts = new HashMap<>();
    slot.occupant()
        .ifPresentOrElse(
            member -> {
              texts.put(IP_ADDRESS, member.address().toString());
              texts.put(SERVER_NAME, member.id());
              texts.put(ASG, member.group());
              texts.put(LAST_WEIGHT_UPDATE, PYTHON_TIME.format(now));
              texts.put(OWNER, member.id());
              member.zone().ifPresent(zone -> texts.put(AVAILABILITY_ZONE, zone));
            },
            () -> texts.putAll(NOBODY));
    if (slot instanceof Slot.Serving serving) {
      texts.put(STATUS, ENABLED);
      serving.servingSince().ifPresent(since -> texts.put(SERVING_SINCE, since.toString()));
      serving.missingSince().ifPresent(since -> texts.put(MISSING_SINCE, since.toString()));
    } else if (slot instanceof Slot.Draining draining) {
      texts.put(STATUS, DRAINING);
      texts.put(REASON, draining.reason().text());
      draining.since().ifPresent(since -> texts.put(DRAINING_SINCE, since.toString()));
      draining.hookDue().ifPresent(due -> texts.put(DRAIN_UNTIL, due.toString()));
      draining.missingSince().ifPresent(since -> texts.put(MISSING_SINCE, since.toString()));
    }
    Map<String, AttributeValue> row = new HashMap<>();
    texts.forEach((name, text) -> row.put(name, AttributeValue.fromS(text)));
    row.put(ID, AttributeValue.fromN(Integer.toString(slot.number())));
    row.put(WEIGHT, AttributeValue.fromN(Integer.toString(slot.weight())));
    return row;
  }
}
