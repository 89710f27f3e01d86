package io.hsdo.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hsdo.local.bench.LogLogChart.Series;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogLogChartTest {
  @Test
  void exponentIsThePowerThatTheCostGrowsWith() {
    assertThat(series(Map.of(10, 5.0, 100, 5.0, 1_000, 5.0)).exponent()).isCloseTo(0, within(1e-9));
    assertThat(series(Map.of(10, 3.0, 100, 30.0, 1_000, 300.0)).exponent())
        .isCloseTo(1, within(1e-9));
    assertThat(series(Map.of(2, 4.0, 8, 64.0)).exponent()).isCloseTo(2, within(1e-9));
  }

  @Test
  void aCostThatHasNoLogarithmIsRefused() {
    assertThatThrownBy(() -> series(Map.of(10, 0.0, 100, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected two or more, all above 0");
  }

  @Test
  void eachLineIsDrawnAndNamedWithItsExponent() {
    var chart = new LogLogChart("Cost", "slots");
    chart.add(series(Map.of(10, 1.0, 100, 10.0)));

    assertThat(chart.svg())
        .contains("<polyline", ">reads<", ">grows with the power 1.00<")
        .containsSubsequence(">10<", ">100<");
  }

  private static Series series(Map<Integer, Double> costs) {
    return new Series("reads", new TreeMap<>(costs));
  }
}
