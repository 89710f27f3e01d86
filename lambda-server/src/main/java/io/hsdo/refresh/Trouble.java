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
    plan.notes()
        .shrink()
        .ifPresent(
            shrink ->
                sentences.add(
                    "the list has "
                        + plan.list().size()
                        + " slots and "
                        + shrink.size()
                        + " are asked for since "
                        + shrink.since()
                        + ": it gets shorter when that has been so for 3 minutes and no more"
                        + " members are listed"));
    return String.join("; ", sentences);
  }
}
