package io.hsdo.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class PrometheusPropertiesTest {
  @Test
  void noThreadSamplesForTraces() {
    Counter.builder().name("polls_total").register(new PrometheusRegistry()).inc();

    assertThat(PrometheusProperties.get().getDefaultMetricProperties().getExemplarsEnabled())
        .isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("prometheus"));
  }
}
