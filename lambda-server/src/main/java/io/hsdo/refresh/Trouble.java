package io.hsdo.refresh;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** What a pass could not do, in words. */
final class Trouble {
  private Trouble() {}

  /** One sentence for each kind of trouble; empty if there is none. */
  static String describe(Plan plan) {
    List<String> sentences = new ArrayList<>();
    if (!plan.missingGroups().isEmpty()) {
      sentences.add("groups not found: " + plan.missingGroups());
    }
    if (!plan.unplaced().isEmpty()) {
      sentences.add(
          "no slot is left for "
              + plan.unplaced().stream().map(FleetMember::id).toList()
              + ": raise HAPROXY_BACKEND_SERVERS_LIST_SIZE, in HAProxy first");
    }
    for (Plan.Held held : plan.held()) {
      sentences.add(
          "slot " + held.slot() + " " + held.member().id() + " is held: " + held.reason());
    }
    return String.join("; ", sentences);
  }
}
