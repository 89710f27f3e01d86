package io.hsdo.status;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What there is to ask for. */
public final class StatusSite {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Page page = new Page();
  private final PrometheusRegistry registry;
  private final Supplier<Overview> overview;

  public StatusSite(PrometheusRegistry registry, Supplier<Overview> overview) {
    this.registry = registry;
    this.overview = overview;
  }

  /**
   * The answer to a GET.
   *
   * @param accept the header of that name
   */
  HttpReply reply(String path, Query query, Optional<String> accept) {
    return switch (path) {
      case "/" -> page.reply(overview.get(), query);
      case "/metrics" -> metrics(accept.orElse(null));
      case "/healthz" -> Probe.health(overview.get());
      case "/readyz" -> Probe.readiness(overview.get());
      case "/api/slots" ->
          HttpReply.of(200, "application/json", new StatusJson(overview.get()).text());
      default -> HttpReply.text(404, "there are /, /metrics, /healthz, /readyz and /api/slots\n");
    };
  }

  private HttpReply metrics(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HttpReply.of(200, writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }
}
