package io.hsdo.status;

import static io.hsdo.status.Html.escape;
import static io.hsdo.status.Html.small;

import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A backend as a table: what is not right first, then what changes, then by slot. */
final class ServerTable {
  private static final String HEAD =
      "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Servers of backend %s\"><table><thead><tr>"
          + "<th scope=\"col\">Server<th scope=\"col\">Member<th scope=\"col\">Group"
          + "<th scope=\"col\">Zone<th scope=\"col\">Address<th scope=\"col\">Weight"
          + "<th scope=\"col\">Desired<th scope=\"col\">Observed<th scope=\"col\">Health"
          + "<th scope=\"col\">For<th scope=\"col\">Remarks</tr></thead><tbody>\n";

  private final BackendView backend;
  private final Query query;
  private final int heaviest;

  ServerTable(BackendView backend, Query query) {
    this.backend = backend;
    this.query = query;
    heaviest =
        backend.servers().stream()
            .flatMap(server -> server.slot().stream())
            .mapToInt(Slot::weight)
            .max()
            .orElse(0);
  }

  String html() {
    List<String> rows =
        backend.servers().stream()
            .filter(server -> !server.isIdle())
            .filter(server -> !query.problemsOnly() || isNews(server))
            .sorted(Comparator.comparing(ServerTable::order))
            .map(this::row)
            .filter(row -> query.matches(row.text))
            .map(row -> row.html)
            .toList();
    String name = escape(backend.backend().name());
    return "<section><h2>Backend "
        + name
        + small(backend.backend().role().name().toLowerCase(Locale.ROOT).equals("fallback") ? "fallback" : "")
        + "</h2>\n<p class=\"counts\">"
        + counts()
        + "</p>\n"
        + (rows.isEmpty() ? "<p>No server to show.</p>" : HEAD.formatted(name) + Html.join(rows) + "</tbody></table></div>")
        + idle()
        + "</section>\n";
  }

  private static boolean isNews(ServerView server) {
    return server.isProblem() || server.isChanging();
  }

  private static int order(ServerView server) {
    return server.isProblem() ? 0 : server.isChanging() ? 1 : 2;
  }

  private String counts() {
    List<String> counts = new ArrayList<>();
    for (Standing standing : Standing.values()) {
      long count = backend.count(standing);
      if (count > 0) {
        counts.add(count + " " + standing.text());
      }
    }
    return counts.isEmpty() ? "HAProxy has not been read yet" : String.join(", ", counts);
  }

  /** Empty slots, which would be most of the page where there are many. */
  private String idle() {
    List<Integer> numbers =
        backend.servers().stream().filter(ServerView::isIdle).map(ServerView::number).toList();
    return numbers.isEmpty() || query.problemsOnly() || !query.text().isEmpty()
        ? ""
        : "<p class=\"counts idle\">Empty, in maint: "
            + Words.count(numbers.size(), "slot")
            + ", "
            + Words.ranges(numbers)
            + "</p>\n";
  }

  /** A row, and what is searched in it. */
  private record Row(String html, String text) {}

  private Row row(ServerView server) {
    List<String> texts =
        new ArrayList<>(
            Arrays.asList(
                server.server().server(),
                server.member().map(member -> member.id()).orElse(""),
                server.member().map(member -> member.group()).orElse(""),
                server.member().flatMap(member -> member.zone()).orElse(""),
                server.member().map(member -> member.address().toString()).orElse(""),
                weight(server),
                server.desired().map(DesiredServer::state).map(ServerTable::word).orElse("left alone"),
                server.observed().map(ObservedServer::state).map(ServerTable::word).orElse(""),
                server.standing().map(Standing::text).orElse("unknown"),
                check(server),
                since(server)));
    String style = server.isProblem() ? " class=\"problem\"" : server.isChanging() ? " class=\"change\"" : "";
    var html = new StringBuilder("<tr" + style + "><th scope=\"row\">" + escape(texts.get(0)) + "</th>");
    for (int i = 1; i < 8; i++) {
      html.append("<td>").append(escape(texts.get(i)));
    }
    html.append("<td><b class=\"").append(texts.get(8)).append("\">").append(texts.get(8)).append("</b>");
    html.append(small(texts.get(9))).append("<td>").append(escape(texts.get(10))).append("<td>");
    for (Remark remark : server.remarks()) {
      html.append(Html.paragraph(remark.topic().text(), remark.text()));
      texts.add(remark.text());
    }
    return new Row(html.append("</tr>\n").toString(), String.join("\n", texts));
  }

  private static String word(AdminState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** HAProxy's weight; against the highest of the list while it ramps. */
  private String weight(ServerView server) {
    if (server.member().isEmpty() || server.desired().filter(DesiredServer.Maint.class::isInstance).isPresent()) {
      return "";
    }
    int listed = server.slot().map(Slot::weight).orElse(0);
    boolean ramps = server.slot().filter(Slot.Serving.class::isInstance).isPresent() && listed < heaviest;
    String wanted = ramps ? listed + "/" + heaviest : Integer.toString(listed);
    return server
        .observed()
        .map(ObservedServer::weight)
        .filter(weight -> weight != listed)
        .map(weight -> weight + ", should be " + wanted)
        .orElse(wanted);
  }

  private static String check(ServerView server) {
    if (server.observed().filter(observed -> observed.state() == AdminState.MAINT).isPresent()) {
      return "";
    }
    return server.observed().filter(observed -> !observed.isChecked()).isPresent()
        ? "not checked"
        : server.health().flatMap(ServerHealth::lastCheck).orElse("");
  }

  private static String since(ServerView server) {
    return server.health().map(health -> Words.duration(health.unchangedFor())).orElse("");
  }
}
