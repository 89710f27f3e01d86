package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.metrics.RefreshMetric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class ServiceStackTest {
  @Test
  void eachServiceHasAStackOfItsOwn() {
    Synthesised both =
        Synthesised.from(
            """
            region: eu-west-3
            account: "123456789012"
            services:
              shop: {parameters: {SERVER_ASG_NAMES: shop}}
              blog: {parameters: {SERVER_ASG_NAMES: blog}, table: blog-list}
            """);

    both.template("shop")
        .hasResourceProperties("AWS::DynamoDB::Table", Map.of("TableName", "shop-slots"));
    both.template("blog")
        .hasResourceProperties("AWS::DynamoDB::Table", Map.of("TableName", "blog-list"));
    assertThat(both.stack("blog").getRegion()).isEqualTo("eu-west-3");
    assertThat(both.stack("blog").getAccount()).isEqualTo("123456789012");
  }

  @Test
  void tagsOfAllAndOfTheServiceAreOnEverything() {
    Synthesised.from(
            """
            tags: {Project: hsdo, Team: edge}
            services:
              shop: {parameters: {SERVER_ASG_NAMES: shop}, tags: {Team: shop}}
            """)
        .template("shop")
        .allResourcesProperties(
            "AWS::Lambda::Function",
            Map.of(
                "Tags",
                List.of(
                    Map.of("Key", "Project", "Value", "hsdo"),
                    Map.of("Key", "Team", "Value", "shop"))));
  }

  @Test
  void aListThatIsTooShortIsWarnedOf() {
    Synthesised service =
        Synthesised.from(
            """
            services:
              shop:
                parameters: {SERVER_ASG_NAMES: shop, HAPROXY_BACKEND_SERVERS_LIST_SIZE: 10}
                maxSizes: {shop: 8}
            """);

    Annotations.fromStack(service.stack("shop"))
        .hasWarning("*", Match.stringLikeRegexp("LIST_SIZE is 10: give it at least 12"));
  }

  @Test
  void theExampleIsNotWarnedOf() {
    Synthesised example = Synthesised.from(Path.of("hsdo.yaml.example"));

    assertThat(Annotations.fromStack(example.stack("shop")).findWarning("*", Match.anyValue()))
        .isEmpty();
  }

  @Test
  void theDashboardShowsEverythingThatTheServerSends() {
    String dashboard =
        Synthesised.only(
                Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}"),
                "AWS::CloudWatch::Dashboard")
            .toString();

    assertThat(Arrays.stream(RefreshMetric.values()).map(RefreshMetric::text))
        .allSatisfy(name -> assertThat(dashboard).contains("\"HSDO\",\"" + name + "\""));
    assertThat(dashboard).contains("is every server that should serve serving?", "100 * serving");
  }

  @Test
  void aServiceHasADashboardOfItsOwnInEachRegion() {
    String service = "services: {shop: {parameters: {SERVER_ASG_NAMES: shop}}}";

    assertThat(dashboardName(service))
        .isEqualTo(
            Map.of("Fn::Join", List.of("", List.of("hsdo-shop-", Map.of("Ref", "AWS::Region")))));
    assertThat(dashboardName("region: eu-west-3\n" + service)).isEqualTo("hsdo-shop-eu-west-3");
  }

  private static @Nullable Object dashboardName(String settings) {
    Template template = Synthesised.from(settings).template("shop");
    return Synthesised.only(template, "AWS::CloudWatch::Dashboard").get("DashboardName");
  }
}
