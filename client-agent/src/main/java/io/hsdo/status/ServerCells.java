package io.hsdo.status;

import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A server in words, cell by cell. A cell is empty where there is nothing to say.
 *
 * @param weight of the list, against the highest in it while it ramps; and HAProxy's, if that is
 *     another
 * @param health how it stands in HAProxy
 * @param check how HAProxy's last check of it ended
 * @param lasting for how long it has been up, or not
 */
record ServerCells(
    String server,
    String member,
    String group,
    String zone,
    String address,
    String weight,
    String desired,
    String observed,
    String health,
    String check,
    String lasting,
    List<String> remarks) {
  static ServerCells of(ServerView server) {
    Optional<Member> member = server.member();
    return new ServerCells(
        server.server().server(),
        member.map(Member::id).orElse(""),
        member.map(Member::group).orElse(""),
        member.flatMap(Member::zone).orElse(""),
        member.map(known -> known.address().toString()).orElse(""),
        weight(server),
        server.desired().map(DesiredServer::state).map(ServerCells::word).orElse("left alone"),
        server.observed().map(ObservedServer::state).map(ServerCells::word).orElse(""),
        server.standing().map(Standing::text).orElse("unknown"),
        check(server),
        server.health().map(health -> Words.duration(health.unchangedFor())).orElse(""),
        server.remarks().stream().map(Remark::text).toList());
  }

  private static String word(AdminState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String weight(ServerView server) {
    if (server.slot().isEmpty() || !server.isWanted()) {
      return "";
    }
    Slot slot = server.slot().get();
    String wanted =
        server.target().map(target -> slot.weight() + "/" + target).orElse("" + slot.weight());
    return server
        .observed()
        .map(ObservedServer::weight)
        .filter(weight -> weight != slot.weight())
        .map(weight -> weight + ", not " + wanted)
        .orElse(wanted);
  }

  private static String check(ServerView server) {
    if (server.isInMaint() || server.observed().isEmpty()) {
      return "";
    }
    return server.observed().filter(ObservedServer::isChecked).isEmpty()
        ? "not checked"
        : server.health().flatMap(ServerHealth::lastCheck).orElse("");
  }

  /** What a filter looks at. */
  String text() {
    return String.join(
        "\n",
        server,
        member,
        group,
        zone,
        address,
        weight,
        desired,
        observed,
        health,
        check,
        lasting,
        String.join("\n", remarks));
  }
}
