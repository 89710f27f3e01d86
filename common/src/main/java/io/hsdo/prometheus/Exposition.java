package io.hsdo.prometheus;

import io.hsdo.http.HttpReply;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The metrics of a registry as Prometheus reads them. */
public final class Exposition {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;

  public Exposition(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * All of them, as they are now.
   *
   * @param accept the header of that name, which says in which of the two text formats. Whoever
   *     would rather have protobuf, as a Prometheus with native histograms, takes text as well
   */
  public HttpReply reply(Optional<String> accept) {
    ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
    ExpositionFormatWriter writer =
        accept.filter(openMetrics::accepts).isPresent()
            ? openMetrics
            : formats.getPrometheusTextFormatWriter();
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HttpReply.of(200, writer.getContentType(), body.toByteArray());
  }
}
