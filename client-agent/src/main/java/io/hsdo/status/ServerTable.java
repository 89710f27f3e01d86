package io.hsdo.status;

import static io.hsdo.status.Html.escape;
import static io.hsdo.status.Html.small;

import io.hsdo.reconcile.Backend;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A backend as a table: what is not right first, then what changes, then by slot, as far as anybody
 * reads.
 */
final class ServerTable {
  /** More, every few seconds, are slow in a browser and do not fit into the agent's heap. */
  private static final int MOST_ROWS = 1000;

  private static final String HEAD =
      "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Servers of backend %s\"><table><thead><tr>"
          + "<th scope=\"col\">Server<th scope=\"col\">Member<th scope=\"col\">Group"
          + "<th scope=\"col\">Zone<th scope=\"col\">Address<th scope=\"col\">Weight"
          + "<th scope=\"col\">Desired<th scope=\"col\">Observed<th scope=\"col\">Health"
          + "<th scope=\"col\">For<th scope=\"col\">Remarks</tr></thead><tbody>\n";

  private final BackendView backend;
  private final Query query;
  private final Optional<String> trouble;

  /**
   * @param trouble why it is not known how HAProxy is now, only how it was before
   */
  ServerTable(BackendView backend, Query query, Optional<String> trouble) {
    this.backend = backend;
    this.query = query;
    this.trouble = trouble;
  }

  String html() {
    List<ServerView> found =
        backend.servers().stream()
            .filter(server -> !server.isIdle())
            .filter(server -> !query.problemsOnly() || isNews(server))
            .filter(server -> query.matches(ServerCells.of(server).text()))
            .sorted(Comparator.comparing(ServerTable::order))
            .toList();
    List<String> rows = found.stream().limit(MOST_ROWS).map(ServerTable::row).toList();
    String name = escape(backend.backend().name());
    return (trouble.isEmpty() ? "<section>" : "<section class=\"old\">")
        + "<h2>Backend "
        + name
        + small(backend.backend().role() == Backend.Role.FALLBACK ? "fallback" : "")
        + "</h2>\n<p class=\"counts\">"
        + trouble.map(what -> Words.capitalized(what) + ". Before that: ").orElse("")
        + backend.counts()
        + "</p>\n"
        + (rows.isEmpty()
            ? "<p>No server to show.</p>"
            : HEAD.formatted(name) + Html.join(rows) + "</tbody></table></div>")
        + rest(found.size() - rows.size())
        + idle()
        + "</section>\n";
  }

  private static boolean isNews(ServerView server) {
    return server.isProblem() || server.isChanging();
  }

  private static int order(ServerView server) {
    return server.isProblem() ? 0 : server.isChanging() ? 1 : 2;
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

  private static String rest(int count) {
    return count == 0
        ? ""
        : "<p class=\"counts rest\">"
            + Words.count(count, "more server")
            + " not shown: filter for what you look for.</p>\n";
  }

  private static String row(ServerView server) {
    ServerCells cells = ServerCells.of(server);
    String style =
        server.isProblem() ? " class=\"problem\"" : server.isChanging() ? " class=\"change\"" : "";
    var html = new StringBuilder("<tr" + style + "><th scope=\"row\">" + escape(cells.server()));
    Stream.of(
            cells.member(),
            cells.group(),
            cells.zone(),
            cells.address(),
            cells.weight(),
            cells.desired(),
            cells.observed())
        .forEach(cell -> html.append("<td>").append(escape(cell)));
    html.append("<td><b class=\"" + cells.health() + "\">" + cells.health() + "</b>");
    html.append(small(cells.check()));
    html.append("<td>").append(escape(cells.lasting())).append("<td>");
    server
        .remarks()
        .forEach(remark -> html.append(Html.paragraph(remark.topic().text(), remark.text())));
    return html.append("\n").toString();
  }
}
