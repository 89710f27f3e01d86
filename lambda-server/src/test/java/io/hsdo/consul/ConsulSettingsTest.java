package io.hsdo.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.consul.ConsulSettings.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsulSettingsTest {
  private static final String URL = "SERVER_CONSUL_API_URL";
  private static final String SERVICE = "SERVER_CONSUL_SERVICE_NAME";

  @Test
  void addressAndServiceAreAllThatMustBeSaid() {
    assertThat(settings(with(URL, "http://127.0.0.1:8500/")))
        .isEqualTo(
            new ConsulSettings(
                URI.create("http://127.0.0.1:8500"),
                Set.of("web"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void everyValueCanBeSaid() {
    assertThat(
            settings(
                Map.of(
                    URL,
                    "https://[::1]:8501/behind/a/proxy",
                    SERVICE,
                    " web , api,web",
                    "SERVER_CONSUL_TOKEN",
                    "swordfish",
                    "SERVER_CONSUL_DATACENTER",
                    "eu",
                    "CONSUL_CACERT",
                    "/etc/consul/ca.pem")))
        .isEqualTo(
            new ConsulSettings(
                URI.create("https://[::1]:8501/behind/a/proxy"),
                Set.of("api", "web"),
                Optional.of(new Token("swordfish")),
                Optional.of("eu"),
                Optional.of(Path.of("/etc/consul/ca.pem"))));
  }

  @Test
  void servicesMayBeAListOfYaml(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("env.yaml"),
            """
            SERVER_CONSUL_API_URL: http://consul:8500
            SERVER_CONSUL_SERVICE_NAME: [web, api]
            """);

    assertThat(ConsulSettings.of(Parameters.load(Map.of(), Optional.of(file))).services())
        .containsExactlyInAnyOrder("api", "web");
  }

  @Test
  void missingAddressNamesTheModeToo() {
    assertRefused(
        with(URL, ""),
        "SERVER_CONSUL_API_URL is not set: expected the address of Consul's HTTP API, such as"
            + " http://127.0.0.1:8500, because SERVER_MODE is 'consul'");
  }

  @Test
  void missingServiceNamesTheModeToo() {
    assertRefused(
        with(SERVICE, " , "),
        "SERVER_CONSUL_SERVICE_NAME is not set: expected the names of Consul services, because"
            + " SERVER_MODE is 'consul'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8500", "consul:8500", "unix:///run/consul", "http://", "a b"})
  void addressThatIsNotOneOfHttpIsRefused(String url) {
    assertRefused(
        with(URL, url),
        "SERVER_CONSUL_API_URL is '"
            + url
            + "' (environment): expected an address such as http://127.0.0.1:8500 or"
            + " https://consul.example:8501");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:swordfish@consul:8500", "http://consul:8500?token=swordfish"})
  void addressThatMayHoldASecretIsRefusedWithoutBeingShown(String url) {
    assertRefused(
        with(URL, url),
        "SERVER_CONSUL_API_URL has a '@', a '?' or a '#': expected only an address, such as"
            + " http://127.0.0.1:8500; a token is given as SERVER_CONSUL_TOKEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sword fish", "sword\nfish", "schwertfisch-ä"})
  void tokenThatNoHeaderCanHaveIsRefusedWithoutBeingShown(String token) {
    assertRefused(
        with("SERVER_CONSUL_TOKEN", token),
        "SERVER_CONSUL_TOKEN is '(hidden)' (environment): expected printable ASCII characters"
            + " without spaces");
  }

  @Test
  void serviceNameThatNoGroupCanHaveIsRefused() {
    assertRefused(
        with(SERVICE, "web,caf\u00e9"),
        "SERVER_CONSUL_SERVICE_NAME has 'caf\u00e9': expected names of 1 to 255 printable ASCII"
            + " characters without spaces");
  }

  @Test
  void tokenIsShownNowhere() {
    assertThat(settings(with("SERVER_CONSUL_TOKEN", "swordfish")).toString())
        .contains("(hidden)")
        .doesNotContain("swordfish");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment =
        new HashMap<>(Map.of(URL, "http://127.0.0.1:8500", SERVICE, "web"));
    environment.put(name, value);
    return environment;
  }

  private static ConsulSettings settings(Map<String, String> environment) {
    return ConsulSettings.of(Parameters.load(environment, Optional.empty()));
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> settings(environment))
        .withMessage(message);
  }
}
