package io.hsdo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class ParametersTest {
  /** As it is in the Python program's repository. */
  private static final String PYTHON_FILE =
      """
      ---
      # SERVER
      SERVER_CONSUL_API_URL: ""
      SERVER_CONSUL_SERVICE_NAME: ""
      SERVER_ASG_NAMES: ""
      SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT: 1
      SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT: 10
      SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT: 1
      SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL: 30
      SERVER_MODE: ""
      # CLIENT
      CLIENT_HAPROXY_SOCKET_PATH: "/var/run/haproxy/admin.sock"
      CLIENT_HAPROXY_BACKEND_NAME: ""
      CLIENT_HAPROXY_BACKEND_BASE_NAME: ""
      CLIENT_HAPROXY_BACKEND_SERVER_PORT: 80
      CLIENT_DEDICATED_ASG: "false"
      CLIENT_ASG_NAMES: ""
      CLIENT_HAPROXY_FALLBACK_BACKEND_NAME: ""
      CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME: ""
      CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND: "false"
      CLIENT_USE_MANAGED_WEIGHTS_BY_HSDO: "true"
      # BOTH
      INTERVAL: 1
      HAPROXY_BACKEND_SERVERS_LIST_SIZE: 10
      DEBUG: "false"
      DYNAMODB_TABLE_NAME: ""
      AWS_DEFAULT_REGION: "eu-west-1"
      EXPORTER_PORT: 9000
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("env.yaml");
  }

  // The Python program's file

  @Test
  void fileOfThePythonProgramLoadsWithOneWarning() {
    Parameters parameters = fromFile(PYTHON_FILE);

    assertThat(parameters.warnings())
        .containsExactly(
            file + ": parameter 'CLIENT_USE_MANAGED_WEIGHTS_BY_HSDO' is unknown and ignored");
  }

  @Test
  void valuesOfThePythonProgramMeanWhatTheyMeanThere() {
    Parameters parameters = fromFile(PYTHON_FILE);

    assertThat(parameters.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(parameters.number(Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE, 1, 100))
        .isEqualTo(10);
    assertThat(parameters.number(Parameter.EXPORTER_PORT, 0, 65535)).isEqualTo(9000);
    assertThat(parameters.flag(Parameter.CLIENT_DEDICATED_ASG)).isFalse();
    assertThat(parameters.text(Parameter.CLIENT_HAPROXY_SOCKET_PATH))
        .contains("/var/run/haproxy/admin.sock");
    assertThat(parameters.text(Parameter.AWS_DEFAULT_REGION)).contains("eu-west-1");
  }

  @Test
  void emptyTextsOfThePythonProgramAreUnset() {
    Parameters parameters = fromFile(PYTHON_FILE);

    assertThat(parameters.isSet(Parameter.SERVER_MODE)).isFalse();
    assertThat(parameters.text(Parameter.CLIENT_HAPROXY_BACKEND_NAME)).isEmpty();
    assertThat(parameters.list(Parameter.SERVER_ASG_NAMES)).isEmpty();
    assertRefused(
        () -> parameters.required(Parameter.DYNAMODB_TABLE_NAME, "the name of a table"),
        "DYNAMODB_TABLE_NAME is not set: expected the name of a table");
  }

  // Where a value comes from

  @Test
  void environmentGoesBeforeTheFile() {
    write("INTERVAL: 5\nEXPORTER_PORT: 9000");

    Parameters parameters = Parameters.load(Map.of("INTERVAL", "2"), Optional.of(file));

    assertThat(parameters.find(Parameter.INTERVAL))
        .contains(new Parameters.Setting("2", "environment"));
    assertThat(parameters.find(Parameter.EXPORTER_PORT))
        .contains(new Parameters.Setting(9000, file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void emptyTextInTheEnvironmentLeavesTheFilesValue(String empty) {
    write("SERVER_MODE: consul");

    Parameters parameters = Parameters.load(Map.of("SERVER_MODE", empty), Optional.of(file));

    assertThat(parameters.text(Parameter.SERVER_MODE)).contains("consul");
  }

  @Test
  void restOfTheEnvironmentIsNoneOfOurBusiness() {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "SERVER_MODES", "x"));

    Parameters parameters = Parameters.load(environment, Optional.empty());

    assertThat(parameters.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERVER_MODE:",
        "SERVER_MODE: ''",
        "SERVER_MODE: ' '",
        "SERVER_MODE: ~",
        "SERVER_MODE: null",
        "# nothing",
        ""
      })
  void emptyValueOfTheFileIsUnset(String content) {
    assertThat(fromFile(content).isSet(Parameter.SERVER_MODE)).isFalse();
  }

  @Test
  void valuesAreTrimmed() {
    Parameters parameters = fromEnvironment("SERVER_MODE", " aws\n");

    assertThat(parameters.text(Parameter.SERVER_MODE)).contains("aws");
  }

  @Test
  void whatIsNotGivenIsItsDefault() {
    Parameters parameters = fromFile("");

    assertThat(parameters.isSet(Parameter.INTERVAL)).isFalse();
    assertThat(parameters.find(Parameter.INTERVAL))
        .contains(new Parameters.Setting("1", "default"));
    assertThat(parameters.find(Parameter.CLIENT_ZONE)).isEmpty();
  }

  @Test
  void exampleHasEveryParameterWithItsDefault() {
    Path example = Path.of("../conf/env.yaml.example");
    EnumSet<Parameter> examples =
        EnumSet.of(
            Parameter.DYNAMODB_TABLE_NAME,
            Parameter.SERVER_ASG_NAMES,
            Parameter.CLIENT_HAPROXY_BACKEND_LIST);

    assertThat(ParameterFile.read(example).keySet())
        .map(String::valueOf)
        .containsExactlyElementsOf(Stream.of(Parameter.values()).map(Parameter::name).toList());
    Parameters parameters = Parameters.load(Map.of(), Optional.of(example));
    for (Parameter parameter : EnumSet.complementOf(examples)) {
      assertThat(parameters.isSet(parameter)).isEqualTo(parameter.defaultText().isPresent());
      assertThat(parameters.shown(parameter)).isEqualTo(parameter.defaultText());
    }
  }

  // What a value may be

  @ParameterizedTest
  @CsvSource({"1, 1000", "0.5, 500", "2.0, 2000", "0.05, 50", "1e1, 10000", "3600, 3600000"})
  void intervalIsSecondsOfWhichThereMayBeFractions(String value, long millis) {
    assertThat(fromEnvironment("INTERVAL", value).interval()).hasMillis(millis);
    assertThat(fromFile("INTERVAL: " + value).interval()).hasMillis(millis);
    assertThat(fromFile("INTERVAL: '" + value + "'").interval()).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "0.049",
        "0.0505",
        "3600.001",
        "1s",
        "one",
        "1,5",
        "NaN",
        ".inf",
        "1e400",
        "1e400000000",
        "1e2147483647"
      })
  void intervalThatIsNoneIsRefused(String value) {
    assertRefused(
        () -> fromEnvironment("INTERVAL", value).interval(),
        "INTERVAL is '" + value + "' (environment): expected seconds from 0.05 to 3600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "80.5", "80x", "0x50", "1e9", "1e2147483647", "true"})
  void numberThatIsNoneIsRefused(String value) {
    assertRefused(
        () -> fromEnvironment("EXPORTER_PORT", value).number(Parameter.EXPORTER_PORT, 1, 65535),
        "EXPORTER_PORT is '" + value + "' (environment): expected a whole number from 1 to 65535");
  }

  @Test
  void refusalNamesTheFileThatTheValueComesFrom() {
    assertRefused(
        () -> fromFile("EXPORTER_PORT: [80, 81]").number(Parameter.EXPORTER_PORT, 1, 65535),
        "EXPORTER_PORT is '[80, 81]' (" + file + "): expected a whole number from 1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({
    "'true', true",
    "'True', true",
    "'TRUE', true",
    "'false', false",
    "'False', false",
  })
  void flagIsTrueOrFalseInAnyCase(String value, boolean flag) {
    assertThat(fromEnvironment("DEBUG", value).flag(Parameter.DEBUG)).isEqualTo(flag);
    assertThat(fromFile("DEBUG: " + value).flag(Parameter.DEBUG)).isEqualTo(flag);
    assertThat(fromFile("DEBUG: '" + value + "'").flag(Parameter.DEBUG)).isEqualTo(flag);
  }

  @Test
  void flagIsFalseUnlessItIsSet() {
    assertThat(fromFile("").flag(Parameter.DEBUG)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "on", "tru", "t"})
  void flagThatIsNeitherIsRefused(String value) {
    assertRefused(
        () -> fromEnvironment("DEBUG", value).flag(Parameter.DEBUG),
        "DEBUG is '" + value + "' (environment): expected true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web,api", " web , api ", "web,,api,", "web ,\n api"})
  void itemsOfAListAreTrimmedAndNoneIsEmpty(String value) {
    assertThat(fromEnvironment("SERVER_ASG_NAMES", value).list(Parameter.SERVER_ASG_NAMES))
        .containsExactly("web", "api");
  }

  @Test
  void listMayBeAListOfTheFile() {
    assertThat(fromFile("SERVER_ASG_NAMES: [' web ', api, ~, 7]").list(Parameter.SERVER_ASG_NAMES))
        .containsExactly("web", "api", "7");
  }

  @Test
  void mapIsNoList() {
    assertRefused(
        () -> fromFile("SERVER_ASG_NAMES: {web: api}").list(Parameter.SERVER_ASG_NAMES),
        "SERVER_ASG_NAMES is '{web=api}' (" + file + "): expected names separated by commas");
  }

  @Test
  void listIsNoText() {
    assertRefused(
        () -> fromFile("SERVER_MODE: [aws]").text(Parameter.SERVER_MODE),
        "SERVER_MODE is '[aws]' (" + file + "): expected a single value");
  }

  @Test
  void numberOfTheFileIsAText() {
    assertThat(fromFile("DYNAMODB_TABLE_NAME: 2026").text(Parameter.DYNAMODB_TABLE_NAME))
        .contains("2026");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"http-back\": {\"baseName\": \"web\", \"serverPort\": \"80\"}}",
        "{http-back: {baseName: web, serverPort: '80'}}",
        "http-back:\n  baseName: web\n  serverPort: '80'",
      })
  void mapMayBeJsonOrYaml(String value) {
    Map<String, Object> expected =
        Map.of("http-back", Map.of("baseName", "web", "serverPort", "80"));

    assertThat(fromEnvironment("CLIENT_HAPROXY_BACKEND_LIST", value).map(BACKENDS, "{a: b}"))
        .isEqualTo(expected);
  }

  @Test
  void mapMayBeAMapOfTheFile() {
    assertThat(
            fromFile("CLIENT_HAPROXY_BACKEND_LIST:\n  1: {baseName: web}").map(BACKENDS, "{a: b}"))
        .isEqualTo(Map.of("1", Map.of("baseName", "web")));
  }

  @Test
  void mapThatIsNotSetIsEmpty() {
    assertThat(fromFile("").map(BACKENDS, "{a: b}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "[web]", "{web", "{a: {}, a: {}}"})
  void mapThatIsNoneIsRefused(String value) {
    assertRefused(
        () -> fromEnvironment("CLIENT_HAPROXY_BACKEND_LIST", value).map(BACKENDS, "{a: b}"),
        "CLIENT_HAPROXY_BACKEND_LIST is '"
            + value
            + "' (environment): expected a map such as {a: b}");
  }

  // The file

  @Test
  void fileThatWasAskedForMustBeThere() {
    assertRefused(
        () -> Parameters.load(Map.of(), Optional.of(file)),
        "configuration file " + file + " cannot be read: there is no such file");
  }

  @Test
  void folderInThePlaceOfTheFileIsSaidToBeOne() {
    assertRefused(
        () -> Parameters.load(Map.of(), Optional.of(folder)),
        "configuration file " + folder + " cannot be read: Is a directory");
  }

  @Test
  void defaultFileNeedNotBeThere() {
    assertThat(Parameters.DEFAULT_FILE).doesNotExist();
    assertThat(Parameters.load(Map.of(), Optional.empty()).isSet(Parameter.INTERVAL)).isFalse();
  }

  @Test
  void fileOfTheEnvironmentIsReadUnlessAnotherWasAskedFor() throws IOException {
    Files.writeString(file, "INTERVAL: 7");
    Path other = Files.writeString(folder.resolve("other.yaml"), "INTERVAL: 8");
    Map<String, String> environment = Map.of("HSDO_CONFIG", file.toString());

    assertThat(Parameters.load(environment, Optional.empty()).interval()).hasSeconds(7);
    assertThat(Parameters.load(environment, Optional.of(other)).interval()).hasSeconds(8);
  }

  @Test
  void environmentThatNamesNoFileCountsAsNotSet() {
    Parameters parameters = Parameters.load(Map.of("HSDO_CONFIG", " "), Optional.empty());

    assertThat(parameters.isSet(Parameter.INTERVAL)).isFalse();
  }

  @Test
  void fileOfTheEnvironmentMustBeThere() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Parameters.load(Map.of("HSDO_CONFIG", file.toString()), Optional.empty()))
        .withMessageStartingWith("configuration file " + file + " cannot be read: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"INTERVAL: [1", "INTERVAL: 1\nINTERVAL: 2", "a: b\n---\nc: d", "\t- x", "\0"})
  void fileThatIsNoYamlIsRefused(String content) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> fromFile(content))
        .withMessageStartingWith("configuration file " + file + " is no YAML: ");
  }

  @Test
  void fileInAnotherEncodingIsRefused() throws IOException {
    Files.write(file, "DYNAMODB_TABLE_NAME: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(
        () -> Parameters.load(Map.of(), Optional.of(file)),
        "configuration file " + file + " is not in UTF-8: save it so");
  }

  @Test
  void placeInAFileThatIsNoYamlIsNamed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> fromFile("INTERVAL: 1\nDYNAMODB_TABLE_NAME: [slots\nDEBUG: true\n"))
        .withMessageContaining(" is no YAML: line 3, column 6: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERVER_CONSUL_TOKEN: \"swordfish",
        "SERVER_CONSUL_TOKEN: @swordfish",
        "SERVER_CONSUL_TOKEN: *swordfish",
        "SERVER_CONSUL_TOKEN: !swordfish x",
        "SERVER_CONSUL_TOKEN: \"\\swordfish\"",
      })
  void secretInAFileThatIsNoYamlIsNotShown(String content) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> fromFile(content))
        .satisfies(e -> assertThat(e).hasMessageNotContaining("swordfish"));
  }

  @Test
  void secretIsNeverShown() throws IOException {
    Parameters parameters = fromFile("SERVER_CONSUL_TOKEN: [swordfish]");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> parameters.text(Parameter.SERVER_CONSUL_TOKEN))
        .withMessage("SERVER_CONSUL_TOKEN is '(hidden)' (" + file + "): expected a single value");
    assertThat(parameters.shown(Parameter.SERVER_CONSUL_TOKEN)).contains("(hidden)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- INTERVAL: 1", "INTERVAL=1", "42"})
  void fileThatIsNoMapIsRefused(String content) {
    assertRefused(
        () -> fromFile(content),
        "configuration file " + file + " is refused: expected lines of 'NAME: value'");
  }

  @Test
  void valuesForAProcessThatIsYetToBeStartedAreCheckedUnderTheirOrigin() {
    Parameters parameters =
        Parameters.of(
            Map.of(Parameter.INTERVAL, "soon", Parameter.DYNAMODB_TABLE_NAME, " "), "hsdo.yaml");

    assertThat(parameters.isSet(Parameter.DYNAMODB_TABLE_NAME)).isFalse();
    assertRefused(
        parameters::interval, "INTERVAL is 'soon' (hsdo.yaml): expected seconds from 0.05 to 3600");
  }

  @Test
  void unknownNamesOfTheFileAreWarnedOf() {
    assertThat(fromFile("INTERVALL: 1\nInterval: 2\n7: 3").warnings())
        .containsExactly(
            file + ": parameter 'INTERVALL' is unknown and ignored",
            file + ": parameter 'Interval' is unknown and ignored",
            file + ": parameter '7' is unknown and ignored");
  }

  // Where the table is

  @Test
  void regionIsAwsRegionElseTheDefaultRegion() {
    Map<String, String> environment = new HashMap<>(Map.of("DYNAMODB_TABLE_NAME", "slots"));

    environment.put("AWS_DEFAULT_REGION", "eu-west-3");
    assertThat(awsSettings(environment))
        .isEqualTo(new AwsSettings("slots", Optional.of(Region.EU_WEST_3)));

    environment.put("AWS_REGION", "eu-west-1");
    assertThat(awsSettings(environment).region()).contains(Region.EU_WEST_1);
  }

  @Test
  void regionIsElseWhatTheSdkKnows() {
    AwsSettings settings = awsSettings(Map.of("DYNAMODB_TABLE_NAME", "slots"));
    System.setProperty("aws.region", "eu-south-2");
    try {
      assertThat(settings.region()).isEmpty();
      assertThat(settings.requiredRegion()).isEqualTo(Region.EU_SOUTH_2);
    } finally {
      System.clearProperty("aws.region");
    }
  }

  @Test
  void regionThatIsSetGoesBeforeWhatTheSdkKnows() {
    AwsSettings settings =
        awsSettings(Map.of("DYNAMODB_TABLE_NAME", "slots", "AWS_REGION", "eu-west-3"));
    System.setProperty("aws.region", "eu-south-2");
    try {
      assertThat(settings.requiredRegion()).isEqualTo(Region.EU_WEST_3);
    } finally {
      System.clearProperty("aws.region");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu west", "eu-west-1/", "EU-WEST-1", "https://eu-west-1"})
  void regionThatIsNoneIsRefused(String region) {
    assertRefused(
        () -> awsSettings(Map.of("DYNAMODB_TABLE_NAME", "slots", "AWS_REGION", region)),
        "AWS_REGION is '" + region + "' (environment): expected a region such as eu-west-1");
  }

  @Test
  void tableMustBeNamed() {
    assertRefused(
        () -> awsSettings(Map.of()),
        "DYNAMODB_TABLE_NAME is not set: expected the name of the service's DynamoDB table");
  }

  private static final Parameter BACKENDS = Parameter.CLIENT_HAPROXY_BACKEND_LIST;

  private static AwsSettings awsSettings(Map<String, String> environment) {
    return AwsSettings.of(Parameters.load(environment, Optional.empty()));
  }

  private static Parameters fromEnvironment(String name, String value) {
    return Parameters.load(Map.of(name, value), Optional.empty());
  }

  private Parameters fromFile(String content) {
    write(content);
    return Parameters.load(Map.of(), Optional.of(file));
  }

  private void write(String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(reading)
        .withMessage(message);
  }
}
