package io.hsdo.local.demo;

import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.local.service.LocalService;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Slot;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The slot list and what HAProxy makes of it, as a table of text. */
final class Screen {
  private static final String ROW = "  %-5s %-20s %-15s %-8s %-11s %-12s %-9s %s%n";

  private final PrintStream out;

  Screen(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
  }

  /** Prints the slots that carry a member, with each one's share of {@code shares}. */
  void show(LocalService service, Map<String, Long> shares) {
    HaproxySnapshot haproxy = service.runtimeApi().read(List.of(service.backend()));
    out.printf(
        ROW, "slot", "member", "address", "group", "zone", "weight", "HAProxy", "answers for");
    for (Slot slot : service.list().slots()) {
      slot.occupant()
          .ifPresent(
              member ->
                  out.printf(
                      ROW,
                      slot.number(),
                      member.id(),
                      member.address(),
                      member.group(),
                      member.zone().orElse("-"),
                      slot instanceof Slot.Draining ? "draining" : slot.weight(),
                      state(haproxy.server(service.backend().server(slot.number()))),
                      shares.getOrDefault(member.id(), 0L) + " keys"));
    }
    out.println();
  }

  private static String state(Optional<ObservedServer> server) {
    return server
        .map(
            observed ->
                switch (observed.state()) {
                  case READY -> observed.takesTraffic() ? "up" : "down";
                  case DRAIN -> "drain";
                  case MAINT -> "maint";
                })
        .orElse("missing");
  }
}
