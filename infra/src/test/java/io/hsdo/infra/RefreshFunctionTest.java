package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.config.Parameters;
import io.hsdo.plan.Ramp;
import io.hsdo.refresh.RefreshHandler;
import io.hsdo.refresh.ServerConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class RefreshFunctionTest {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String INVOCATIONS = "AWS::Lambda::EventInvokeConfig";
  private static final int SECONDS_BEFORE_LAMBDA_TRIES_AGAIN = 60;
  private static final String GROUPS = "parameters: {SERVER_ASG_NAMES: shop}\n";

  @Test
  void theServerTakesTheEnvironmentThatItIsGiven() {
    Template template =
        Synthesised.shop(
            """
            terminateHooks: all
            parameters:
              SERVER_ASG_NAMES: [shop, shop-spot]
              HAPROXY_BACKEND_SERVERS_LIST_SIZE: 30
              SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT: 2
              SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT: 20
              SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT: 3
              SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL: 15
              SERVER_DRAIN_SECONDS: 45
              SERVER_TERMINATE_HOOK_NAME: shop-drain
              SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT: 30
              SERVER_TAKE_OVER: true
            """);

    ServerConfiguration server =
        ServerConfiguration.of(Parameters.load(environment(template), Optional.empty()));

    assertThat(server.aws().table()).isEqualTo("shop-slots");
    assertThat(server.autoScaling().groups().names())
        .containsExactlyInAnyOrder("shop", "shop-spot");
    assertThat(server.size()).contains(30);
    assertThat(server.ramp()).isEqualTo(new Ramp(2, 20, 3, Duration.ofSeconds(15)));
    assertThat(server.drain()).isEqualTo(Duration.ofSeconds(45));
    assertThat(server.autoScaling().terminateHook()).isEqualTo("shop-drain");
    assertThat(server.maxRemovalPercent()).isEqualTo(30);
    assertThat(server.takeOver()).isTrue();
  }

  @Test
  void groupsByTagReachTheServerToo() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_TAGS: 'service=shop,env=live'}");

    ServerConfiguration server =
        ServerConfiguration.of(Parameters.load(environment(template), Optional.empty()));

    assertThat(server.autoScaling().groups().tags())
        .isEqualTo(Map.of("service", "shop", "env", "live"));
  }

  @Test
  void itPrintsJsonUnlessTextIsAskedFor() {
    assertThat(environment(Synthesised.shop(GROUPS))).containsEntry("LOG_FORMAT", "json");
    assertThat(
            environment(Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop, LOG_FORMAT: text}")))
        .containsEntry("LOG_FORMAT", "text");
  }

  @Test
  void itRunsTheHandlerOfTheJarOnTheNewestJava() {
    Synthesised.shop(GROUPS)
        .hasResourceProperties(
            FUNCTION,
            Map.of(
                "Runtime",
                "java25",
                "Architectures",
                List.of("arm64"),
                "Handler",
                RefreshHandler.class.getName(),
                "Code",
                Match.objectLike(Map.of("S3Key", Match.stringLikeRegexp("\\.jar$"))),
                "Timeout",
                90,
                "MemorySize",
                512));
  }

  @Test
  void itStartsFromTheSnapshotOfAPublishedVersion() {
    Template template = Synthesised.shop(GROUPS);

    template.hasResourceProperties(
        FUNCTION, Map.of("SnapStart", Map.of("ApplyOn", "PublishedVersions")));
    template.resourceCountIs("AWS::Lambda::Version", 1);
    assertThat(Synthesised.properties(template, "AWS::Lambda::Alias"))
        .extracting(alias -> alias.get("Name"))
        .containsExactlyInAnyOrder("minute", "live");
    template.allResourcesProperties(
        "AWS::Lambda::Alias",
        Map.of(
            "FunctionVersion",
            Map.of(
                "Fn::GetAtt",
                List.of(Match.stringLikeRegexp("^RefreshFunctionCurrentVersion"), "Version"))));
  }

  @Test
  void someConcurrencyIsSetAsideUnlessItCannotBe() {
    assertThat(Synthesised.only(Synthesised.shop(GROUPS), FUNCTION))
        .containsEntry("ReservedConcurrentExecutions", 5);
    assertThat(Synthesised.only(Synthesised.shop(GROUPS + "reservedConcurrency: 2"), FUNCTION))
        .containsEntry("ReservedConcurrentExecutions", 2);
    assertThat(Synthesised.only(Synthesised.shop(GROUPS + "reservedConcurrency: none"), FUNCTION))
        .doesNotContainKey("ReservedConcurrentExecutions");
  }

  @Test
  void itLogsJsonOfEveryLevelThatIsKeptForAWhile() {
    Template template = Synthesised.shop(GROUPS + "logRetentionDays: 90");

    template.hasResourceProperties(
        FUNCTION,
        Map.of(
            "LoggingConfig",
            Map.of(
                "ApplicationLogLevel",
                "DEBUG",
                "LogFormat",
                "JSON",
                "LogGroup",
                Map.of("Ref", Match.stringLikeRegexp("^RefreshLogs")))));
    template.hasResourceProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 90));
  }

  @Test
  void whatFailsOfTheScheduleIsLeftToTheNextMinute() {
    Synthesised.shop(GROUPS)
        .hasResourceProperties(
            INVOCATIONS,
            Map.of(
                "Qualifier",
                alias("RefreshMinute"),
                "MaximumRetryAttempts",
                0,
                "MaximumEventAgeInSeconds",
                60,
                "DestinationConfig",
                Match.absent()));
  }

  @Test
  void anEventThatFailsIsTriedOnceMoreAndThenADeadLetter() {
    Synthesised.shop(GROUPS)
        .hasResourceProperties(
            INVOCATIONS,
            Map.of(
                "Qualifier",
                alias("RefreshLive"),
                "MaximumRetryAttempts",
                1,
                "MaximumEventAgeInSeconds",
                180,
                "DestinationConfig",
                Map.of(
                    "OnFailure",
                    Map.of(
                        "Destination",
                        Map.of(
                            "Fn::GetAtt",
                            List.of(Match.stringLikeRegexp("^RefreshDeadLetters"), "Arn"))))));
  }

  @Test
  void anEventWhosePassRanOutOfTimeIsStillTriedAgain() {
    assertThat(Synthesised.only(Synthesised.shop(GROUPS), FUNCTION).get("Timeout"))
        .asInstanceOf(InstanceOfAssertFactories.INTEGER)
        .isLessThan(
            RefreshFunction.OLDEST_EVENT.toSeconds().intValue()
                - SECONDS_BEFORE_LAMBDA_TRIES_AGAIN);
  }

  /** The alias, not the function: that is what is invoked. */
  private static Map<String, Object> alias(String id) {
    return Map.of(
        "Fn::Select",
        List.of(
            7, Map.of("Fn::Split", List.of(":", Map.of("Ref", Match.stringLikeRegexp("^" + id))))));
  }

  @Test
  void deadLettersAreEncryptedAndKeptForTwoWeeks() {
    Synthesised.shop(GROUPS)
        .hasResourceProperties(
            "AWS::SQS::Queue",
            Map.of("SqsManagedSseEnabled", true, "MessageRetentionPeriod", 1_209_600));
  }

  @Test
  void inAVpcItHasTheSubnetsAndAGroupOfItsOwn() {
    Template template =
        Synthesised.shop(GROUPS + "vpc: {id: vpc-1, subnets: [subnet-1, subnet-2]}");

    template.hasResourceProperties(
        "AWS::EC2::SecurityGroup",
        Map.of("VpcId", "vpc-1", "SecurityGroupIngress", Match.absent()));
    template.hasResourceProperties(
        FUNCTION,
        Map.of(
            "VpcConfig",
            Map.of(
                "SubnetIds",
                List.of("subnet-1", "subnet-2"),
                "SecurityGroupIds",
                List.of(
                    Map.of(
                        "Fn::GetAtt",
                        List.of(
                            Match.stringLikeRegexp("^RefreshNetworkSecurityGroup"), "GroupId"))))));
  }

  @Test
  void inAVpcItTakesTheSecurityGroupsThatItIsGiven() {
    Template template =
        Synthesised.shop(
            GROUPS + "vpc: {id: vpc-1, subnets: [subnet-1], securityGroups: [sg-1, sg-2]}");

    template.resourceCountIs("AWS::EC2::SecurityGroup", 0);
    template.hasResourceProperties(
        FUNCTION,
        Map.of(
            "VpcConfig",
            Map.of("SubnetIds", List.of("subnet-1"), "SecurityGroupIds", List.of("sg-1", "sg-2"))));
  }

  private static Map<String, String> environment(Template template) {
    Map<String, String> environment = new TreeMap<>();
    Synthesised.object(
            Synthesised.object(Synthesised.only(template, FUNCTION).get("Environment"))
                .get("Variables"))
        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
    return environment;
  }
}
