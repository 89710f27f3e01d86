package io.hsdo.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.monitoring.MonitoringFiles.Alert;
import io.hsdo.local.monitoring.Prometheus.Output;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules, by themselves. */
class AlertRulesTest {
  private static final Path RUNBOOK = Path.of("..", "docs", "messages.md");

  @Test
  @RequiresPrometheus
  void eachAlertFiresWhenItShouldAndNotWhenItShouldNot() {
    Output tests = Prometheus.promtool("test", "rules", MonitoringFiles.RULE_TESTS.toString());

    assertThat(tests.isGood()).as(tests.text()).isTrue();
  }

  @Test
  @RequiresPrometheus
  void promtoolTakesTheExampleAndItsRules() {
    Output check = Prometheus.promtool("check", "config", MonitoringFiles.CONFIG.toString());

    assertThat(check.isGood()).as(check.text()).isTrue();
    assertThat(check.text()).contains("1 rule files found").doesNotContain("FAILED");
  }

  static Iterable<Alert> alerts() {
    return MonitoringFiles.alerts();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alertIsSeenToFireInATest(Alert alert) {
    assertThat(MonitoringFiles.text(MonitoringFiles.RULE_TESTS))
        .contains("alertname=\"" + alert.name() + "\"");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alertSaysWhatIsWrongAndWhereToReadOn(Alert alert) {
    assertThat(alert.annotations().keySet()).hasToString("[summary, description, runbook]");
    assertThat(alert.annotations().get("runbook"))
        .isEqualTo("docs/messages.md#" + alert.name().toLowerCase(Locale.ROOT));
    assertThat(MonitoringFiles.text(RUNBOOK)).contains("\n### " + alert.name() + "\n");
  }
}
