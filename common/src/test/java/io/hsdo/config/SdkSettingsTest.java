package io.hsdo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class SdkSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"localhost:8000", "nonsense", "http://", "ftp://127.0.0.1"})
  void endpointThatIsNoAddressIsRefusedBeforeTheFirstCall(String endpoint) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> SdkSettings.client(Map.of("AWS_ENDPOINT_URL_DYNAMODB", endpoint), () -> "client"))
        .withMessage(
            "AWS_ENDPOINT_URL_DYNAMODB is '%s': expected a URL or nothing, such as"
                + " http://127.0.0.1:8000",
            endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://127.0.0.1:8000", "https://dynamodb.example/path"})
  void endpointThatIsOneIsTaken(String endpoint) {
    var environment = Map.of("AWS_ENDPOINT_URL", endpoint, "AWS_ENDPOINT_URL_S3", "nonsense");

    assertThat(SdkSettings.client(environment, () -> "client")).isEqualTo("client");
  }

  @Test
  void whatElseTheSdkDoesNotTakeIsToldInItsWords() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                SdkSettings.client(
                    Map.of(),
                    () -> {
                      throw SdkClientException.create("no such mode");
                    }))
        .withMessage("a setting of the AWS SDK cannot be used: no such mode");
  }
}
