package io.hsdo.commands;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list as it is stored, for programs: what is not known is left out. */
final class StatusJson {
  private final ListStatus status;

  StatusJson(ListStatus status) {
    this.status = status;
  }

  String text() {
    Count count = Count.of(status.list());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", status.table());
    status.stored().header().ifPresent(header -> addHeader(json, header));
    json.put("size", count.size());
    json.put("serving", count.serving());
    json.put("draining", count.draining());
    json.put("free", count.free());
    json.put("slots", slots());
    json.put(
        "refusedRows",
        status.stored().rows().refused().stream()
            .map(row -> Map.of("row", row.id(), "problem", row.problem()))
            .toList());
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addHeader(Map<String, Object> json, Header header) {
    json.put("version", header.version());
    json.put("updatedAt", header.updatedAt().toString());
    json.put("checkedAt", header.checkedAt().toString());
    json.put("heartbeatAgeSeconds", status.heartbeatAge(header).toSeconds());
  }

  private List<Map<String, Object>> slots() {
    List<Map<String, Object>> slots = new ArrayList<>();
    for (int number = 1; number <= status.list().size(); number++) {
      Map<String, Object> slot = new LinkedHashMap<>();
      slot.put("slot", number);
      status
          .row(number)
          .ifPresentOrElse(row -> addRow(slot, row), () -> slot.put("state", "no valid row"));
      slots.add(slot);
    }
    return slots;
  }

  private void addRow(Map<String, Object> json, Slot slot) {
    SlotStatus told = SlotStatus.of(slot);
    json.put("state", told.state());
    slot.occupant()
        .ifPresent(
            member -> {
              json.put("member", member.id());
              json.put("group", member.group());
              member.zone().ifPresent(zone -> json.put("zone", zone));
              json.put("address", member.address().toString());
              json.put("weight", slot.weight());
              json.put("targetWeight", slot instanceof Slot.Serving ? status.target() : 0);
            });
    put(json, "since", told.since());
    told.reason().ifPresent(reason -> json.put("reason", reason));
    put(json, "drainUntil", told.drainUntil());
  }

  private static void put(Map<String, Object> json, String name, Optional<Instant> instant) {
    instant.ifPresent(known -> json.put(name, known.toString()));
  }
}
