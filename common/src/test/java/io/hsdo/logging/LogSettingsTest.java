package io.hsdo.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.logging.LogSettings.Format;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogSettingsTest {
  @Test
  void textWithoutDebugIsTheDefault() {
    assertThat(LogSettings.of(parameters(Map.of()), false))
        .isEqualTo(new LogSettings(Format.TEXT, false));
  }

  @Test
  void oneParameterSwitchesToJson() {
    assertThat(LogSettings.of(parameters(Map.of("LOG_FORMAT", "json")), false).format())
        .isEqualTo(Format.JSON);
  }

  @Test
  void commandLineAndParameterBothAskForDebug() {
    assertThat(LogSettings.of(parameters(Map.of("DEBUG", "true")), false).debug()).isTrue();
    assertThat(LogSettings.of(parameters(Map.of()), true).debug()).isTrue();
  }

  @Test
  void otherFormatsAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> LogSettings.of(parameters(Map.of("LOG_FORMAT", "xml")), false))
        .withMessage("LOG_FORMAT is 'xml' (environment): expected text or json");
  }

  private static Parameters parameters(Map<String, String> environment) {
    return Parameters.load(environment, Optional.empty());
  }
}
