package io.hsdo.service;

import static java.util.stream.Collectors.joining;

import io.hsdo.config.Build;
import io.hsdo.http.HttpReply;
import io.hsdo.http.InTurn;
import io.hsdo.http.Request;
import io.hsdo.http.Site;
import io.hsdo.plan.Plan;
import io.hsdo.prometheus.Exposition;
import io.hsdo.refresh.PassReport;
import java.util.Optional;
import java.util.function.Supplier;

/** What there is to ask the refresh for. It answers from memory and never reads the table. */
final class ServiceSite implements Site {
  private final InTurn large = new InTurn();
  private final String table;
  private final LoopHealth health;
  private final Exposition metrics;
  private final Supplier<Optional<PassReport>> last;

  /**
   * @param last the last pass that planned
   */
  ServiceSite(
      String table, LoopHealth health, Exposition metrics, Supplier<Optional<PassReport>> last) {
    this.table = table;
    this.health = health;
    this.metrics = metrics;
    this.last = last;
  }

  @Override
  public HttpReply reply(Request request) {
    return switch (request.path()) {
      case "/" -> large.reply(() -> HttpReply.text(200, status()));
      case "/metrics" -> large.reply(() -> metrics.reply(request.accept()));
      case "/healthz" -> health.reply();
      default -> HttpReply.text(404, "there are /, /metrics and /healthz\n");
    };
  }

  private String status() {
    return "hsdo-server %s, table %s\n%s%s"
        .formatted(
            Build.version(),
            table,
            health.reply().body(),
            last.get().map(ServiceSite::list).orElse(""));
  }

  private static String list(PassReport report) {
    Plan plan = report.plan();
    String slots =
        plan.list().slots().stream()
            .map(slot -> "slot " + slot.number() + ": " + slot.description() + "\n")
            .collect(joining());
    String lastServing =
        plan.lastServing().stream()
            .map(
                last ->
                    "goes on in slot "
                        + last.slot()
                        + ", because nobody else would: would be "
                        + last.condition()
                        + "\n")
            .collect(joining());
    String held =
        plan.held().stream()
            .map(each -> "held in slot " + each.slot() + ": " + each.reason() + "\n")
            .collect(joining());
    String unplaced =
        plan.unplaced().stream()
            .map(member -> "without a slot: " + member.memberId() + "\n")
            .collect(joining());
    return "\nthe list after the pass of "
        + report.at()
        + ":\n"
        + slots
        + lastServing
        + held
        + unplaced;
  }
}
