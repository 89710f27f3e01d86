package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.agent.placement.PlacementSetting;
import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Locality;
import io.hsdo.reconcile.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class AgentConfigurationTest {
  private static final Map<String, String> ONE_BACKEND =
      Map.of(
          "CLIENT_HAPROXY_BACKEND_NAME", "http-back",
          "CLIENT_HAPROXY_BACKEND_BASE_NAME", "web");

  private static final Map<String, String> WITH_FALLBACK =
      Map.of(
          "CLIENT_HAPROXY_BACKEND_NAME", "http-back",
          "CLIENT_HAPROXY_BACKEND_BASE_NAME", "web",
          "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME", "spare-back",
          "CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME", "spare");

  private static final Backend WEB = backend("http-back", "web", 80);

  @TempDir private Path folder;

  // Everything but backends

  @Test
  void tableAndBackendAreAllThatMustBeSaid() {
    assertThat(configuration(ONE_BACKEND))
        .isEqualTo(
            new AgentConfiguration(
                new AwsSettings("slots", Optional.of(Region.EU_WEST_1)),
                Duration.ofSeconds(1),
                "/var/run/haproxy/admin.sock",
                List.of(WEB),
                told(Placement.EVERYWHERE),
                new AgentConfiguration.Cache(
                    Path.of("/var/lib/hsdo/slots.json"), Duration.ofDays(1)),
                new InetSocketAddress("0.0.0.0", 6789),
                List.of()));
  }

  @Test
  void everyValueCanBeSaid() {
    assertThat(
            configuration(
                ONE_BACKEND,
                Map.of(
                    "AWS_REGION", "eu-west-3",
                    "INTERVAL", "0.5",
                    "CLIENT_HAPROXY_SOCKET_PATH", "/run/haproxy.sock",
                    "CLIENT_HAPROXY_BACKEND_SERVER_PORT", "8080",
                    "CLIENT_CACHE_PATH", "/tmp/list",
                    "CLIENT_CACHE_MAX_AGE", "300",
                    "EXPORTER_ADDRESS", "127.0.0.1",
                    "EXPORTER_PORT", "9000")))
        .isEqualTo(
            new AgentConfiguration(
                new AwsSettings("slots", Optional.of(Region.EU_WEST_3)),
                Duration.ofMillis(500),
                "/run/haproxy.sock",
                List.of(backend("http-back", "web", 8080)),
                told(Placement.EVERYWHERE),
                new AgentConfiguration.Cache(Path.of("/tmp/list"), Duration.ofMinutes(5)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000),
                List.of()));
  }

  // Backends

  @Test
  void listOfBackendsMayBeAMapOfTheFile() {
    AgentConfiguration configuration =
        fromFile(
            """
            DYNAMODB_TABLE_NAME: slots
            AWS_REGION: eu-west-1
            CLIENT_HAPROXY_BACKEND_SERVER_PORT: 8000
            CLIENT_HAPROXY_BACKEND_LIST:
              http-back: {baseName: web, serverPort: "80"}
              https-back: {baseName: webs, serverPort: 443}
              other-back: {baseName: web}
            """);

    assertThat(configuration.backends())
        .containsExactly(
            WEB, backend("https-back", "webs", 443), backend("other-back", "web", 8000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"http-back": {"baseName": "web", "serverPort": "80"},
         "https-back": {"baseName": "webs", "serverPort": 443}}""",
        "{http-back: {baseName: web, serverPort: '80'},"
            + " https-back: {baseName: webs, serverPort: 443}}",
      })
  void listOfBackendsMayBeJsonOrYamlInTheEnvironment(String list) {
    assertThat(configuration(Map.of("CLIENT_HAPROXY_BACKEND_LIST", list)).backends())
        .containsExactly(WEB, backend("https-back", "webs", 443));
  }

  @Test
  void listGoesBeforeTheOlderForm() {
    assertThat(
            configuration(
                    ONE_BACKEND, Map.of("CLIENT_HAPROXY_BACKEND_LIST", "{api: {baseName: srv}}"))
                .backends())
        .containsExactly(backend("api", "srv", 80));
  }

  @Test
  void fallbackBackendComesLastAndHasThePortOfAll() {
    assertThat(
            configuration(WITH_FALLBACK, Map.of("CLIENT_HAPROXY_BACKEND_SERVER_PORT", "8080"))
                .backends())
        .containsExactly(
            backend("http-back", "web", 8080),
            new Backend("spare-back", "spare", 8080, Backend.Role.FALLBACK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http-back", "[http-back]", "{http-back: {baseName: web}"})
  void listThatIsMalformedIsRefused(String list) {
    assertRefused(
        Map.of("CLIENT_HAPROXY_BACKEND_LIST", list),
        "CLIENT_HAPROXY_BACKEND_LIST is '"
            + list
            + "' (environment): expected a map such as"
            + " {http-back: {baseName: mywebapp, serverPort: 80}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{http-back}                                | 'http-back' as 'null' (it has no baseName)",
        "{http-back: ~}                             | 'http-back' as 'null' (it has no baseName)",
        "{http-back: web}                           | 'http-back' as 'web' (it has no baseName)",
        "{http-back: {serverPort: 80}}              | 'http-back' as '{serverPort=80}' (it has no",
        "{http-back: {baseName: ~}}                 | 'http-back' as '{baseName=null}' (it has no",
        "{api: {baseName: a}, http-back: {port: 1}} | 'http-back' as '{port=1}' (it has no baseName)",
        "{http-back: {baseName: web, serverPort: 0}}     | (port 0 is refused: expected 1 to 65535)",
        "{http-back: {baseName: web, serverPort: 70000}} | (port 70000 is refused: expected 1 to",
        "{http-back: {baseName: web, serverPort: http}}  | (serverPort 'http' is no number)",
        "{http-back: {baseName: 'web;shutdown'}}         | (server base name 'web;shutdown' is",
        "{'http back': {baseName: web}}                  | 'http back' as '{baseName=web}' (backend",
      })
  void entryOfTheListThatIsMalformedIsNamed(String list, String problem) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> configuration(Map.of("CLIENT_HAPROXY_BACKEND_LIST", list)))
        .withMessageStartingWith("CLIENT_HAPROXY_BACKEND_LIST has '")
        .withMessageContaining(problem)
        .withMessageEndingWith(
            ": expected backends such as {http-back: {baseName: mywebapp, serverPort: 80}}");
  }

  @Test
  void someBackendMustBeNamed() {
    assertRefused(
        Map.of(),
        "CLIENT_HAPROXY_BACKEND_LIST is not set: expected backends of HAProxy, such as"
            + " {http-back: {baseName: mywebapp, serverPort: 80}}");
  }

  @Test
  void backendNeedsTheBaseNameOfItsServers() {
    assertRefused(
        Map.of("CLIENT_HAPROXY_BACKEND_NAME", "http-back"),
        "CLIENT_HAPROXY_BACKEND_BASE_NAME is not set: CLIENT_HAPROXY_BACKEND_NAME, which is"
            + " 'http-back', needs it");
  }

  @Test
  void fallbackBackendNeedsTheBaseNameOfItsServers() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_HAPROXY_FALLBACK_BACKEND_NAME", "spare-back")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME is not set: CLIENT_HAPROXY_FALLBACK_BACKEND_NAME,"
            + " which is 'spare-back', needs it");
  }

  @Test
  void baseNameNeedsTheBackendOfItsServers() {
    assertRefused(
        Map.of("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web"),
        "CLIENT_HAPROXY_BACKEND_NAME is not set: CLIENT_HAPROXY_BACKEND_BASE_NAME, which is 'web',"
            + " needs it");
  }

  @Test
  void fallbackBaseNameNeedsTheBackendOfItsServers() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME", "spare")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME is not set: CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME,"
            + " which is 'spare', needs it");
  }

  @Test
  void nameThatHaproxyDoesNotAllowIsRefused() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_HAPROXY_BACKEND_NAME", "web;shutdown")),
        "CLIENT_HAPROXY_BACKEND_NAME or CLIENT_HAPROXY_BACKEND_BASE_NAME: backend name"
            + " 'web;shutdown' is refused: HAProxy allows letters, digits, '_', '.', ':' and '-'");
  }

  @Test
  void backendIsConfiguredOnce() {
    assertRefused(
        with(WITH_FALLBACK, Map.of("CLIENT_HAPROXY_FALLBACK_BACKEND_NAME", "http-back")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME is 'http-back', which is one of the other backends:"
            + " expected another backend, for the members that those do not carry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-80", "http", "80.5"})
  void portThatIsNoneIsRefused(String port) {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_HAPROXY_BACKEND_SERVER_PORT", port)),
        "CLIENT_HAPROXY_BACKEND_SERVER_PORT is '"
            + port
            + "' (environment): expected a whole number from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9999", "admin.sock", "tcp@127.0.0.1:9999"})
  void socketIsAnAbsolutePath(String path) {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_HAPROXY_SOCKET_PATH", path)),
        "CLIENT_HAPROXY_SOCKET_PATH is '"
            + path
            + "': expected the absolute path of a unix socket, such as"
            + " /var/run/haproxy/admin.sock");
  }

  @Test
  void exporterPortThatIsNoneIsRefused() {
    assertRefused(
        with(ONE_BACKEND, Map.of("EXPORTER_PORT", "70000")),
        "EXPORTER_PORT is '70000' (environment): expected a whole number from 0 to 65535");
  }

  // The file

  @ParameterizedTest
  @ValueSource(strings = {"slots.json", "/", "/var/lib/hsdo/"})
  void fileOfTheListIsAnAbsolutePath(String path) {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_CACHE_PATH", path)),
        "CLIENT_CACHE_PATH is '"
            + path
            + "' (environment): expected the absolute path of a file, such as"
            + " /var/lib/hsdo/slots.json");
  }

  @Test
  void emptyPathOfTheFileIsTheDefault() {
    assertThat(configuration(ONE_BACKEND, Map.of("CLIENT_CACHE_PATH", "")).cache().path())
        .isEqualTo(Path.of("/var/lib/hsdo/slots.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "a day", "2592001"})
  void ageOfTheFileThatIsNoneIsRefused(String age) {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_CACHE_MAX_AGE", age)),
        "CLIENT_CACHE_MAX_AGE is '" + age + "' (environment): expected seconds from 0 to 2592000");
  }

  // Placement

  @Test
  void membersOfTheNamedGroupsAreLocal() {
    assertThat(
            configuration(
                    WITH_FALLBACK,
                    Map.of("CLIENT_DEDICATED_ASG", "true", "CLIENT_ASG_NAMES", " web-a, web-b"))
                .placement())
        .isEqualTo(told(new Placement(new Locality.Groups(Set.of("web-a", "web-b")), false)));
  }

  @Test
  void membersOfTheOwnZoneAreLocal() {
    assertThat(
            configuration(
                    WITH_FALLBACK,
                    Map.of("CLIENT_ZONE_AFFINITY", "true", "CLIENT_ZONE", "eu-west-1a"))
                .placement())
        .isEqualTo(told(new Placement(new Locality.Zone("eu-west-1a"), false)));
  }

  @Test
  void ownZoneThatIsNotNamedIsToBeAskedFor() {
    assertThat(configuration(WITH_FALLBACK, Map.of("CLIENT_ZONE_AFFINITY", "true")).placement())
        .isEqualTo(new PlacementSetting.ByOwnZone(false));
  }

  @Test
  void zoneAffinityNeedsAFallbackBackend() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_ZONE_AFFINITY", "true", "CLIENT_ZONE", "eu-west-1a")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME is not set: CLIENT_ZONE_AFFINITY, which is 'true',"
            + " needs it");
  }

  @Test
  void groupAndZoneDoNotBothSayWhoIsLocal() {
    assertRefused(
        with(WITH_FALLBACK, Map.of("CLIENT_DEDICATED_ASG", "true", "CLIENT_ZONE_AFFINITY", "true")),
        "CLIENT_DEDICATED_ASG and CLIENT_ZONE_AFFINITY are both 'true': expected one of them, for"
            + " both say who is local");
  }

  @Test
  void namedGroupsMeanNothingUnlessTheyAreDedicated() {
    assertThat(configuration(ONE_BACKEND, Map.of("CLIENT_ASG_NAMES", "web-a")).placement())
        .isEqualTo(told(Placement.EVERYWHERE));
  }

  @Test
  void everybodyMayBeInTheFallbackBackendWithoutDedicatedGroups() {
    assertThat(
            configuration(WITH_FALLBACK, Map.of("CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND", "true"))
                .placement())
        .isEqualTo(told(new Placement(new Locality.Everybody(), true)));
  }

  @Test
  void dedicatedGroupsMustBeNamed() {
    assertRefused(
        with(WITH_FALLBACK, Map.of("CLIENT_DEDICATED_ASG", "true")),
        "CLIENT_ASG_NAMES is not set: CLIENT_DEDICATED_ASG, which is 'true'," + " needs it");
  }

  @Test
  void dedicatedGroupsNeedAFallbackBackend() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_DEDICATED_ASG", "true", "CLIENT_ASG_NAMES", "web-a")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME is not set: CLIENT_DEDICATED_ASG, which is 'true',"
            + " needs it");
  }

  @Test
  void everybodyInTheFallbackBackendNeedsOne() {
    assertRefused(
        with(ONE_BACKEND, Map.of("CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND", "true")),
        "CLIENT_HAPROXY_FALLBACK_BACKEND_NAME is not set: CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND,"
            + " which is 'true', needs it");
  }

  // Fixtures

  private static PlacementSetting told(Placement placement) {
    return new PlacementSetting.Told(placement);
  }

  private static Backend backend(String name, String baseName, int port) {
    return new Backend(name, baseName, port, Backend.Role.DEFAULT);
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    var all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  private static AgentConfiguration configuration(
      Map<String, String> some, Map<String, String> more) {
    return configuration(with(some, more));
  }

  private static AgentConfiguration configuration(Map<String, String> environment) {
    return AgentConfiguration.of(
        Parameters.load(
            with(Map.of("DYNAMODB_TABLE_NAME", "slots", "AWS_REGION", "eu-west-1"), environment),
            Optional.empty()));
  }

  private AgentConfiguration fromFile(String content) {
    Path file = folder.resolve("env.yaml");
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return AgentConfiguration.of(Parameters.load(Map.of(), Optional.of(file)));
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> configuration(environment))
        .withMessage(message);
  }
}
