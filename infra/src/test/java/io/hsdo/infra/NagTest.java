package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

/** The rules of AWS Solutions, as cdk-nag checks them. */
@RequiresTools("node")
class NagTest {
  private static final String RULES = "AwsSolutions-.*";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parameters: {SERVER_ASG_NAMES: shop}, terminateHooks: all",
        "parameters: {SERVER_ASG_TAGS: service=shop}, existingTable: legacy, haproxyRoles: [lb]",
        "parameters: {SERVER_ASG_NAMES: shop}, vpc: {id: vpc-1, subnets: [subnet-1]},"
            + " alarmTopic: 'arn:aws:sns:eu-west-1:123456789012:on-call'",
      })
  void noRuleIsBrokenWithoutAReason(String service) {
    Synthesised checked = Synthesised.from("services: {shop: {" + service + "}}");
    Aspects.of(checked.app()).add(new AwsSolutionsChecks());

    Annotations found = Annotations.fromStack(checked.stack("shop"));

    assertThat(found.findError("*", Match.stringLikeRegexp(RULES))).isEmpty();
    assertThat(found.findWarning("*", Match.stringLikeRegexp(RULES))).isEmpty();
  }

  @Test
  void everySuppressionIsOnOneResourceWithItsReason() {
    Synthesised all =
        Synthesised.from(
            "services: {shop: {parameters: {SERVER_ASG_NAMES: shop},"
                + " vpc: {id: vpc-1, subnets: [subnet-1]}}}");
    List<Map<String, Object>> suppressions =
        Synthesised.object(all.template("shop").toJSON().get("Resources")).values().stream()
            .map(resource -> Synthesised.object(resource).get("Metadata"))
            .filter(Objects::nonNull)
            .map(metadata -> Synthesised.object(metadata).get("cdk_nag"))
            .filter(Objects::nonNull)
            .flatMap(
                nag ->
                    Synthesised.objects(Synthesised.object(nag).get("rules_to_suppress")).stream())
            .toList();

    assertThat(suppressions)
        .hasSize(3)
        .allSatisfy(rule -> assertThat(String.valueOf(rule.get("reason"))).hasSizeGreaterThan(20));
    assertThat(all.template("shop").toJSON().get("Metadata")).isNull();
  }
}
