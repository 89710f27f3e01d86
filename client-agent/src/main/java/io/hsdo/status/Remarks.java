package io.hsdo.status;

import io.hsdo.haproxy.ServerHealth;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.Difference;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import io.hsdo.status.Remark.Topic;
import io.hsdo.table.UnknownRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what there is to say about servers. */
final class Remarks {
  private final Overview overview;
  private final Map<ServerRef, Difference> differences = new HashMap<>();
  private final Map<ServerRef, WriteReport.Failure> failures = new HashMap<>();
  private final Map<Integer, UnknownRow> unknownRows = new HashMap<>();
  private final Set<ServerRef> unreachable = new HashSet<>();
  private final Set<ServerRef> contested = new HashSet<>();
  private final boolean written;

  Remarks(Overview overview) {
    this.overview = overview;
    overview.poll().contested().forEach(difference -> contested.add(difference.server()));
    overview
        .pass()
        .ifPresent(
            pass -> {
              pass.reconciliation()
                  .differences()
                  .forEach(difference -> differences.put(difference.server(), difference));
              pass.failures().forEach(failure -> failures.put(failure.server(), failure));
              unreachable.addAll(pass.reconciliation().unreachable());
            });
    overview
        .list()
        .ifPresent(
            list ->
                list.unknown()
                    .forEach(row -> row.slot().ifPresent(slot -> unknownRows.put(slot, row))));
    written = overview.pass().filter(pass -> pass.commandsSent() > 0).isPresent();
  }

  boolean isUnreachable(ServerRef server) {
    return unreachable.contains(server);
  }

  List<Remark> about(ServerView server) {
    List<Remark> remarks = new ArrayList<>();
    addRow(server, remarks);
    addDifference(server, remarks);
    addHealth(server, remarks);
    server.slot().filter(slot -> server.isWanted()).ifPresent(slot -> addSlot(slot, remarks));
    server
        .target()
        .filter(target -> server.isWanted())
        .ifPresent(target -> remarks.add(new Remark(Topic.NOTE, "its weight grows to " + target)));
    return remarks;
  }

  private void addRow(ServerView server, List<Remark> remarks) {
    UnknownRow row = unknownRows.get(server.number());
    if (row != null) {
      remarks.add(
          new Remark(
              Topic.ROW,
              row instanceof UnknownRow.Refused refused
                  ? "its row is refused, and the slot stays as it was: " + refused.problem()
                  : "its row is missing, and the slot stays as it was"));
    }
  }

  private void addDifference(ServerView server, List<Remark> remarks) {
    if (server.stands(Standing.MISSING)) {
      remarks.add(new Remark(Topic.MISSING, "HAProxy has no server of this name"));
    }
    if (server.stands(Standing.UNREACHABLE)) {
      remarks.add(
          new Remark(Topic.UNREACHABLE, "tracking or name resolution decides over it, not HSDO"));
    }
    Difference difference = differences.get(server.server());
    if (difference == null) {
      return;
    }
    String words =
        "is "
            + difference.observed().description()
            + ", should be "
            + difference.desired().description();
    WriteReport.Failure failure = failures.get(server.server());
    if (failure != null) {
      remarks.add(
          new Remark(
              Topic.REFUSED,
              words + "; HAProxy refuses '" + failure.command() + "': " + failure.text()));
    } else if (contested.contains(server.server())) {
      remarks.add(new Remark(Topic.CONTESTED, words + "; another writer keeps changing it back"));
    } else if (written && overview.haproxyAnswers()) {
      remarks.add(
          new Remark(
              Topic.CHANGING,
              "was "
                  + difference.observed().description()
                  + "; changed by the last poll to "
                  + difference.desired().description()));
    } else {
      remarks.add(new Remark(Topic.UNDONE, words));
    }
  }

  private static void addHealth(ServerView server, List<Remark> remarks) {
    if (server.shouldServe() && server.isWeightless()) {
      remarks.add(new Remark(Topic.NOTE, "gets no traffic: its weight is 0"));
    }
    if (!server.stands(Standing.DOWN)) {
      return;
    }
    boolean waits = server.health().filter(ServerHealth::isBad).isEmpty();
    if (waits && server.shouldServe()) {
      remarks.add(new Remark(Topic.WAITING, "waits for its first good check"));
    } else if (server.shouldServe()) {
      remarks.add(new Remark(Topic.DOWN, "gets no traffic: HAProxy's check fails"));
    }
  }

  private static void addSlot(Slot slot, List<Remark> remarks) {
    if (slot instanceof Slot.Draining draining) {
      remarks.add(
          new Remark(
              Topic.NOTE,
              "drains: "
                  + draining.reason().text()
                  + draining.since().map(since -> ", since " + Words.second(since)).orElse("")));
    }
    if (slot instanceof Slot.Serving serving) {
      serving
          .missingSince()
          .ifPresent(
              since ->
                  remarks.add(
                      new Remark(
                          Topic.NOTE,
                          "its group no longer lists it, since " + Words.second(since))));
    }
  }
}
