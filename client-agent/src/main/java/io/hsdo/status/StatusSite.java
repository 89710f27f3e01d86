package io.hsdo.status;

import io.hsdo.http.HttpReply;
import io.hsdo.http.InTurn;
import io.hsdo.http.Request;
import io.hsdo.http.Site;
import io.hsdo.prometheus.Exposition;
import java.util.function.Supplier;

/** What there is to ask an agent for. */
public final class StatusSite implements Site {
  private final InTurn large = new InTurn();
  private final Page page = new Page();
  private final Exposition metrics;
  private final Supplier<Overview> overview;

  public StatusSite(Exposition metrics, Supplier<Overview> overview) {
    this.metrics = metrics;
    this.overview = overview;
  }

  @Override
  public HttpReply reply(Request request) {
    return switch (request.path()) {
      case "/" -> large.reply(() -> page.reply(overview.get(), Query.of(request.query())));
      case "/metrics" -> large.reply(() -> metrics.reply(request.accept()));
      case "/healthz" -> Probe.health(overview.get());
      case "/readyz" -> Probe.readiness(overview.get());
      case "/api/slots" ->
          large.reply(
              () -> HttpReply.of(200, "application/json", new StatusJson(overview.get()).bytes()));
      default -> HttpReply.text(404, "there are /, /metrics, /healthz, /readyz and /api/slots\n");
    };
  }
}
