package io.hsdo.zone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceMetadataTest {
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int tokenStatus = 200;
  private volatile String zone = "eu-west-1a";
  private final HttpServer service;

  InstanceMetadataTest() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    service.createContext("/", this::answer);
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void zoneIsAskedForWithATokenOfVersion2() {
    assertThat(metadata("").availabilityZone()).isEqualTo("eu-west-1a");

    assertThat(requests)
        .containsExactly(
            "PUT /latest/api/token ttl 60 token null",
            "GET /latest/meta-data/placement/availability-zone ttl null token secret");
  }

  @Test
  void slashAtTheEndOfTheEndpointIsNoMatter() {
    assertThat(metadata("/").availabilityZone()).isEqualTo("eu-west-1a");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500})
  void serviceThatRefusesIsNamedWithWhatToDo(int status) {
    tokenStatus = status;

    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> metadata("").availabilityZone())
        .withMessageContaining(endpoint())
        .withMessageContaining("PUT /latest/api/token answers " + status)
        .withMessageContaining("set CLIENT_ZONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "eu-west-1a;quit", "eu-west-1a\neu-west-1b"})
  void answerThatIsNoZoneIsRefused(String answer) {
    zone = answer;

    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> metadata("").availabilityZone())
        .withMessageContaining("answers no zone");
  }

  @Test
  void serviceThatIsNotThereIsNamed() {
    service.stop(0);

    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> metadata("").availabilityZone())
        .withMessageContaining("asking the instance metadata service at " + endpoint());
  }

  @Test
  void serviceThatIsDisabledIsAnErrorOfTheConfiguration() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> InstanceMetadata.of(Map.of("AWS_EC2_METADATA_DISABLED", "True")))
        .withMessage(
            "CLIENT_ZONE is not set and AWS_EC2_METADATA_DISABLED is 'true': CLIENT_ZONE_AFFINITY"
                + " needs the zone, set CLIENT_ZONE or allow to ask for it");
  }

  @ParameterizedTest
  @CsvSource({"169.254.169.254", "file:///etc/passwd", "http//x"})
  void endpointThatIsNoUrlIsAnErrorOfTheConfiguration(String endpoint) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> InstanceMetadata.of(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint)))
        .withMessage(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT is '"
                + endpoint
                + "': expected a URL such as http://169.254.169.254");
  }

  /** As the SDK has them, for a host without IPv4. */
  @ParameterizedTest
  @CsvSource({
    "'', , http://169.254.169.254",
    "IPv4, , http://169.254.169.254",
    "ipv6, , http://[fd00:ec2::254]",
    "IPv6, http://127.0.0.1:1, http://127.0.0.1:1"
  })
  void serviceHasAnAddressOfEachProtocol(String mode, @Nullable String given, String endpoint) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", mode);
    if (given != null) {
      environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", given);
    }

    assertThat(InstanceMetadata.of(environment))
        .hasToString("the instance metadata service at " + endpoint);
  }

  @Test
  void protocolThatIsNoneIsAnErrorOfTheConfiguration() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> InstanceMetadata.of(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "6")))
        .withMessage("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is '6': expected IPv4 or IPv6");
  }

  private InstanceMetadata metadata(String suffix) {
    return InstanceMetadata.of(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint() + suffix));
  }

  private String endpoint() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " ttl "
              + headers.getFirst("X-aws-ec2-metadata-token-ttl-seconds")
              + " token "
              + headers.getFirst("X-aws-ec2-metadata-token"));
      boolean isToken = exchange.getRequestMethod().equals("PUT");
      byte[] body = (isToken ? "secret" : zone).getBytes(US_ASCII);
      exchange.sendResponseHeaders(
          isToken ? tokenStatus : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
