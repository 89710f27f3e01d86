package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  private static final Path EXAMPLE = Path.of("hsdo.yaml.example");

  @Test
  void theExampleIsRead() {
    ServiceSettings shop = SettingsFile.read(EXAMPLE).services().get(0);

    assertThat(shop.name()).isEqualTo("shop");
    assertThat(shop.table()).isEqualTo(new SlotTable.New("shop-slots"));
    assertThat(shop.server().autoScaling().groups().names())
        .containsExactlyInAnyOrder("shop", "shop-spot");
    assertThat(shop.server().size()).contains(30);
    assertThat(shop.hookedGroups()).containsExactly("shop", "shop-spot");
    assertThat(shop.reservedConcurrency()).isEqualTo(OptionalInt.of(5));
    assertThat(shop.logRetentionDays()).isEqualTo(30);
    assertThat(shop.warnings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commentedSettings")
  void whatTheExampleHasAsACommentCanBeUsed(int first, int last) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(EXAMPLE));
    for (int line = first; line <= last; line++) {
      lines.set(line, lines.get(line).replaceFirst("# ", ""));
    }

    Settings settings = SettingsFile.read(Synthesised.file(String.join("\n", lines)));

    assertThat(settings).isNotEqualTo(SettingsFile.read(EXAMPLE));
  }

  /** First and last line of each, counted from 0: those below a name are indented deeper. */
  static List<Arguments> commentedSettings() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE);
    List<Arguments> settings = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).matches(" *# ([a-z]\\w*|SERVER_\\w+):( .*)?")) {
        int last = line;
        while (last + 1 < lines.size() && lines.get(last + 1).matches(" *#   .*")) {
          last++;
        }
        settings.add(Arguments.of(line, last));
        line = last;
      }
    }
    assertThat(settings).hasSizeGreaterThan(10);
    return settings;
  }

  @ParameterizedTest
  @CsvSource({"'', nobody", "'services: {shop: {nobody: 1}}', nobody"})
  void everySettingIsInTheExample(String above, String unknown) throws IOException {
    String text = above.isEmpty() ? "nobody: 1\nservices: {}" : above;
    String example = Files.readString(EXAMPLE);

    Matcher known = Pattern.compile("expected one of \\[(.*)]").matcher(problem(withGroups(text)));

    assertThat(known.find()).isTrue();
    assertThat(known.group(1).split(", "))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(example).containsPattern("[ #]*" + name + ":"));
  }

  @Test
  void everyParameterOfTheFunctionIsTheServersOwn() {
    assertThat(problem("services: {shop: {parameters: {CLIENT_ZONE: a}}}"))
        .contains(
            "'CLIENT_ZONE' is none of the function",
            "SERVER_ASG_NAMES",
            "HAPROXY_BACKEND_SERVERS_LIST_SIZE")
        .doesNotContain("CLIENT_ASG_NAMES", "DYNAMODB_TABLE_NAME", "CONSUL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERVER_CONSUL_API_URL",
        "SERVER_CONSUL_SERVICE_NAME",
        "SERVER_CONSUL_TOKEN",
        "SERVER_CONSUL_DATACENTER",
        "CONSUL_CACERT"
      })
  void whatOnlyConsulNeedsIsRefused(String name) {
    assertThat(
            problem(
                "services: {shop: {parameters: {SERVER_ASG_NAMES: a, " + name + ": swordfish}}}"))
        .endsWith(
            "service shop: parameters: "
                + name
                + " is read only if SERVER_MODE is 'consul', but the function serves Auto Scaling"
                + " Groups: remove it, or run the standalone refresh (docs/consul.md)")
        .doesNotContain("swordfish");
  }

  @ParameterizedTest
  @CsvSource({"'{shop: }', ''", "'{shop: [a]}', [a]"})
  void serviceWithoutSettingsIsRefused(String services, String shown) {
    assertThat(problem("services: " + services))
        .endsWith(
            "services: shop is '%s': expected its settings; remove it if there is no such service"
                .formatted(shown));
  }

  @Test
  void theOnlyModeOfTheFunctionMayBeSaid() {
    String services = "services: {shop: {parameters: {SERVER_ASG_NAMES: a, SERVER_MODE: %s}}}";

    assertThat(SettingsFile.read(Synthesised.file(services.formatted("aws"))).services())
        .hasSize(1);
    assertThat(problem(services.formatted("consul")))
        .endsWith(
            "service shop: parameters: SERVER_MODE is 'consul', but the function serves Auto"
                + " Scaling Groups: remove it, or run the standalone refresh (docs/consul.md)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          parameters: {SERVER_ASG_NAMES: []}                                   | SERVER_ASG_NAMES and SERVER_ASG_TAGS are not set
          parameters: {}                                                       | SERVER_ASG_NAMES and SERVER_ASG_TAGS are not set
          parameters: {SERVER_ASG_NAMES: a, SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT: 300} | SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT is '300'
          parameters: {SERVER_ASG_NAMES: a, SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT: 11}  | expected at most SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT, which is 10
          parameters: {SERVER_ASG_NAMES: a, SERVER_DRAIN_SECONDS: 7021}        | SERVER_DRAIN_SECONDS is '7021'
          parameters: {SERVER_ASG_NAMES: a, LOG_FORMAT: xml}                   | LOG_FORMAT is 'xml' (of this service): expected text or json
          parameters: {SERVER_ASG_NAMES: a, DEBUG: maybe}                      | DEBUG is 'maybe' (of this service): expected true or false
          parameters: {SERVER_ASG_NAMES: {a: b}}                               | parameters: SERVER_ASG_NAMES is '{a=b}': expected a single value or a list
          parameters: {SERVER_ASG_NAME: a}                                     | 'SERVER_ASG_NAME' is none of the function
          parameters: {SERVER_ASG_TAGS: a=b}, terminateHooks: all              | terminateHooks is 'all', but SERVER_ASG_TAGS finds groups whose names are not known
          parameters: {SERVER_ASG_TAGS: a=b}, terminateHooks: [shop]           | a hook cannot be put on groups found by tag
          parameters: {SERVER_ASG_NAMES: a}, terminateHooks: [b]               | terminateHooks has 'b': expected groups of SERVER_ASG_NAMES, which are [a]
          parameters: {SERVER_ASG_NAMES: a}, terminateHooks: some              | terminateHooks is 'some': expected all, none or a list
          parameters: {SERVER_ASG_NAMES: a}, maxSizes: {b: 1}                  | maxSizes has 'b': expected groups of SERVER_ASG_NAMES, which are [a]
          parameters: {SERVER_ASG_NAMES: a}, maxSizes: {a: many}               | maxSizes: a is 'many': expected a whole number
          parameters: {SERVER_ASG_NAMES: a}, table: a b                        | table 'a b' is refused
          parameters: {SERVER_ASG_NAMES: a}, table: abc, existingTable: abc    | table and existingTable are both set
          parameters: {SERVER_ASG_NAMES: a}, reservedConcurrency: 1            | reservedConcurrency is '1': expected none, or a whole number from 2 to 1000: beside an event
          parameters: {SERVER_ASG_NAMES: a}, logRetentionDays: 31              | logRetentionDays is 31: expected one of [1, 3, 5, 7,
          parameters: {SERVER_ASG_NAMES: a}, alarmTopic: on-call               | alarmTopic is 'on-call': expected the ARN of an SNS topic
          parameters: {SERVER_ASG_NAMES: a}, alarmTopic: 'arn:aws:sqs:eu-west-1:123456789012:on-call' | expected the ARN of an SNS topic
          parameters: {SERVER_ASG_NAMES: a}, vpc: {subnets: [subnet-1]}        | vpc: id is not set
          parameters: {SERVER_ASG_NAMES: a}, vpc: {id: vpc-1}                  | vpc: subnets is empty
          parameters: {SERVER_ASG_NAMES: a}, vpc: {id: vpc-1, subnets: [vpc-1]} | vpc: subnets has 'vpc-1': expected an id such as subnet-0123abcd
          parameters: {SERVER_ASG_NAMES: a}, vpc: {id: vpc-1, subnets: [subnet-1], zone: a} | vpc: 'zone' is unknown: expected one of [id, subnets, securityGroups]
          parameters: {SERVER_ASG_NAMES: a}, haproxyRoles: haproxy             | haproxyRoles is 'haproxy': expected a list
          parameters: {SERVER_ASG_NAMES: a}, hooks: all                        | 'hooks' is unknown: expected one of
          """)
  void whatCannotBeDeployedIsNamedBeforeAnythingIs(String service, String problem) {
    assertThat(problem("services: {shop: {" + service + "}}"))
        .contains("hsdo.yaml: service shop: ")
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          services: {}                                             | services is empty
          region: eu-west-1                                        | services is empty
          [a, b]                                                   | expected 'services:', as hsdo.yaml.example shows
          services: [                                              | are no YAML
          services: {1: {parameters: {SERVER_ASG_NAMES: a}}}       | name '1' is refused
          account: 123456789012, services: {a: {parameters: {SERVER_ASG_NAMES: a}}}   | account is '123456789012': expected a text; put it in quotes
          account: "1234", services: {a: {parameters: {SERVER_ASG_NAMES: a}}}         | account is '1234': expected 12 digits
          region: eu-west-3, services: {a: {alarmTopic: 'arn:aws:sns:eu-west-1:123456789012:on-call', parameters: {SERVER_ASG_NAMES: a}}} | service a: alarmTopic is of region eu-west-1: expected a topic of eu-west-3
          services: {a: {table: abc, parameters: {SERVER_ASG_NAMES: a}}, b: {table: abc, parameters: {SERVER_ASG_NAMES: b}}} | services a and b both have table abc
          services: {a: {terminateHooks: all, parameters: {SERVER_ASG_NAMES: x}}, b: {terminateHooks: all, parameters: {SERVER_ASG_NAMES: x}}} | services a and b would both complete hook hsdo-drain of group x, and cut each other's drains: give b a SERVER_TERMINATE_HOOK_NAME of its own
          services: {a: {terminateHooks: [x], parameters: {SERVER_ASG_NAMES: [w, x]}}, b: {parameters: {SERVER_ASG_NAMES: [x, y]}}} | services a and b would both complete hook hsdo-drain of group x
          services: {a: {parameters: {SERVER_ASG_NAMES: x}}, b: {terminateHooks: all, parameters: {SERVER_ASG_NAMES: x}}} | services b and a would both complete hook hsdo-drain of group x, and cut each other's drains: give a a SERVER_TERMINATE_HOOK_NAME of its own
          """)
  void whatDoesNotFitTogetherIsNamed(String settings, String problem) {
    assertThat(problem(settings.startsWith("[") ? settings : "{" + settings + "}"))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "'SERVER_ASG_NAMES: x, SERVER_TERMINATE_HOOK_NAME: others', none",
    "'SERVER_ASG_NAMES: x, SERVER_TERMINATE_HOOK_NAME: others', all",
    "'SERVER_ASG_NAMES: [w, y]', '[y]'",
    "'SERVER_ASG_TAGS: service=x', none",
  })
  void twoServicesMayBeOnOneGroupIfNeitherCompletesTheOthersHook(String parameters, String hooks) {
    String settings =
        "services: {a: {terminateHooks: [x], parameters: {SERVER_ASG_NAMES: [w, x]}},"
            + " b: {terminateHooks: "
            + hooks
            + ", parameters: {"
            + parameters
            + "}}}";

    assertThat(SettingsFile.read(Synthesised.file(settings)).services()).hasSize(2);
  }

  @Test
  void aMissingFileIsSaidToBeMadeFromTheExample() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SettingsFile.read(Path.of("nowhere.yaml")))
        .withMessage("nowhere.yaml is not there: make it from a copy of hsdo.yaml.example");
  }

  @ParameterizedTest
  @CsvSource({
    "'HAPROXY_BACKEND_SERVERS_LIST_SIZE: 30', 20, 0, ''",
    "'HAPROXY_BACKEND_SERVERS_LIST_SIZE: 30', 21, 1, 'LIST_SIZE is 30: give it at least 32'",
    "'DEBUG: false', 6, 0, ''",
    "'DEBUG: false', 7, 1, 'LIST_SIZE is not set and a new table has 10 slots: give it at least 11'",
  })
  void aListThatIsShorterThanOneAndAHalfTimesTheGroupsIsWarnedOf(
      String size, int maxSize, int warnings, String text) {
    Settings settings =
        SettingsFile.read(
            Synthesised.file(
                "services: {shop: {parameters: {SERVER_ASG_NAMES: 'a,b', "
                    + size
                    + "}, maxSizes: {a: "
                    + (maxSize - 1)
                    + ", b: 1}}}"));

    assertThat(settings.services().get(0).warnings())
        .hasSize(warnings)
        .allSatisfy(warning -> assertThat(warning).contains(text, "service shop"));
  }

  @Test
  void moreGroupsThanAPolicyHasRoomForAreRefused() {
    assertThat(problem("services: {shop: {" + Synthesised.parametersOf(80) + "}}"))
        .contains("SERVER_ASG_NAMES has 80 groups, more than a policy of IAM has room for");
  }

  /** Gives the service what it needs, so that only what a test is about is wrong. */
  private static String withGroups(String settings) {
    return settings.replace("{nobody: 1}", "{nobody: 1, parameters: {SERVER_ASG_NAMES: a}}");
  }

  private static String problem(String settings) {
    try {
      SettingsFile.read(Synthesised.file(settings));
    } catch (SettingsException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing is wrong with " + settings);
  }
}
