package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.plan.Ramp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class ServerConfigurationTest {
  @Test
  void tableAndGroupsAreAllThatMustBeSaid() {
    assertThat(configuration(with("SERVER_ASG_NAMES", "web")))
        .isEqualTo(
            new ServerConfiguration(
                new AwsSettings("slots", Optional.of(Region.EU_WEST_1)),
                new FleetSettings.Aws(GroupSelection.named("web"), "hsdo-drain"),
                Duration.ofSeconds(1),
                Optional.empty(),
                new Ramp(1, 10, 1, Duration.ofSeconds(30)),
                Duration.ofSeconds(30),
                20,
                false));
  }

  @Test
  void everyValueCanBeSaid() {
    assertThat(
            configuration(
                Map.ofEntries(
                    Map.entry("DYNAMODB_TABLE_NAME", "slots"),
                    Map.entry("AWS_REGION", "eu-west-3"),
                    Map.entry("SERVER_MODE", "aws"),
                    Map.entry("SERVER_ASG_NAMES", " web , api,web"),
                    Map.entry("SERVER_ASG_TAGS", "service=shop, stage = live"),
                    Map.entry("INTERVAL", "2.5"),
                    Map.entry("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "50"),
                    Map.entry("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "5"),
                    Map.entry("SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT", "100"),
                    Map.entry("SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT", "5"),
                    Map.entry("SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL", "10"),
                    Map.entry("SERVER_DRAIN_SECONDS", "90"),
                    Map.entry("SERVER_TERMINATE_HOOK_NAME", "goodbye"),
                    Map.entry("SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT", "0"),
                    Map.entry("SERVER_TAKE_OVER", "true"))))
        .isEqualTo(
            new ServerConfiguration(
                new AwsSettings("slots", Optional.of(Region.EU_WEST_3)),
                new FleetSettings.Aws(
                    new GroupSelection(
                        Set.of("api", "web"), Map.of("service", "shop", "stage", "live")),
                    "goodbye"),
                Duration.ofMillis(2500),
                Optional.of(50),
                new Ramp(5, 100, 5, Duration.ofSeconds(10)),
                Duration.ofSeconds(90),
                0,
                true));
  }

  @Test
  void groupsMayBeSelectedByTagAlone() {
    assertThat(
            configuration(
                    Map.of(
                        "DYNAMODB_TABLE_NAME", "slots",
                        "AWS_REGION", "eu-west-1",
                        "SERVER_ASG_TAGS", "team=a=b,empty="))
                .autoScaling()
                .groups())
        .isEqualTo(new GroupSelection(Set.of(), Map.of("team", "a=b", "empty", "")));
  }

  @Test
  void someGroupMustBeSelected() {
    assertRefused(
        with("SERVER_ASG_NAMES", " , "),
        "SERVER_ASG_NAMES and SERVER_ASG_TAGS are not set: expected the names or the tags of the"
            + " Auto Scaling Groups to serve, because SERVER_MODE is 'aws'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "=shop"})
  void tagIsAKeyAndAValue(String tag) {
    assertRefused(
        with("SERVER_ASG_TAGS", "stage=live," + tag),
        "SERVER_ASG_TAGS has '" + tag + "': expected key=value,key2=value2");
  }

  @Test
  void tagThatIsAskedForTwiceIsRefused() {
    assertRefused(
        with("SERVER_ASG_TAGS", "service=shop,service=blog"),
        "SERVER_ASG_TAGS has 'service' twice: expected each key once, as a group has it once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad name!", "hook:1"})
  void hookThatCannotBeCalledThatIsRefused(String name) {
    assertRefused(
        with("SERVER_TERMINATE_HOOK_NAME", name),
        "SERVER_TERMINATE_HOOK_NAME is '"
            + name
            + "': expected 1 to 255 letters, digits, '-', '_' or '/'");
  }

  @Test
  void modeThatIsNotThereIsRefused() {
    assertRefused(with("SERVER_MODE", "nomad"), "SERVER_MODE is 'nomad': expected aws or consul");
  }

  @Test
  void modeConsulNeedsItsOwnParametersOnly() {
    assertThat(
            configuration(
                    Map.of(
                        "DYNAMODB_TABLE_NAME", "slots",
                        "SERVER_MODE", "consul",
                        "SERVER_CONSUL_API_URL", "http://127.0.0.1:8500",
                        "SERVER_CONSUL_SERVICE_NAME", "web"))
                .fleet())
        .isInstanceOf(FleetSettings.Consul.class);
    assertRefused(
        with("SERVER_MODE", "consul"),
        "SERVER_CONSUL_API_URL is not set: expected the address of Consul's HTTP API, such as"
            + " http://127.0.0.1:8500, because SERVER_MODE is 'consul'");
  }

  @Test
  void modeConsulHasNoAutoScalingGroups() {
    ServerConfiguration consul =
        configuration(
            Map.of(
                "DYNAMODB_TABLE_NAME", "slots",
                "SERVER_MODE", "consul",
                "SERVER_CONSUL_API_URL", "http://127.0.0.1:8500",
                "SERVER_CONSUL_SERVICE_NAME", "web"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(consul::autoScaling)
        .withMessage("SERVER_MODE is not 'aws': expected Auto Scaling Groups");
  }

  @Test
  void tableMustBeNamed() {
    assertRefused(
        Map.of("SERVER_ASG_NAMES", "web"),
        "DYNAMODB_TABLE_NAME is not set: expected the name of the service's DynamoDB table");
  }

  @ParameterizedTest(name = "{0} {1}: expected {2}")
  @CsvSource({
    "HAPROXY_BACKEND_SERVERS_LIST_SIZE,        0,    a whole number from 1 to 100000",
    "HAPROXY_BACKEND_SERVERS_LIST_SIZE,        ten,  a whole number from 1 to 100000",
    "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT, -1,   a whole number from 0 to 256",
    "SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT, 257,  a whole number from 1 to 256",
    "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT, 0, a whole number from 1 to 256",
    "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL, 0.5, seconds from 1 to 86400",
    "SERVER_DRAIN_SECONDS,                     7021, seconds from 0 to 7020",
    "SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT,   101,  a whole number from 0 to 100",
    "SERVER_TAKE_OVER,                         yes,  true or false",
  })
  void valueOutOfItsRangeIsRefused(String name, String value, String allowed) {
    assertRefused(
        with(name, value), name + " is '" + value + "' (environment): expected " + allowed);
  }

  @Test
  void leastWeightIsNotAboveTheMost() {
    assertRefused(
        with("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "11"),
        "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT is '11': expected at most"
            + " SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT, which is 10");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "DYNAMODB_TABLE_NAME", "slots",
                "AWS_REGION", "eu-west-1",
                "SERVER_ASG_NAMES", "web"));
    environment.put(name, value);
    return environment;
  }

  private static ServerConfiguration configuration(Map<String, String> environment) {
    return ServerConfiguration.of(Parameters.load(environment, Optional.empty()));
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> configuration(environment))
        .withMessage(message);
  }
}
