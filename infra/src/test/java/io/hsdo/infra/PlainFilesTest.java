package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

/** The table and the policies for those without the CDK are those of the CDK. */
@RequiresTools("node")
class PlainFilesTest {
  private static final Path TERRAFORM = Path.of("terraform", "main.tf");

  private final Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: [shop]}");

  @Test
  void theTableInJsonIsTheTableOfTheTemplate() throws IOException {
    Map<String, Object> plain = json("table.json");
    plain.putAll(json("table-recovery.json"));
    // The API and CloudFormation differ in this name alone.
    plain.computeIfPresent(
        "SSESpecification",
        (name, value) ->
            Map.of("SSEEnabled", Synthesised.object(value).getOrDefault("Enabled", "")));
    plain.put("TableName", "shop-slots");

    assertThat(plain).isEqualTo(Synthesised.only(template, "AWS::DynamoDB::Table"));
  }

  @Test
  void theTableInTerraformIsTheTableOfTheTemplate() throws IOException {
    Map<String, String> table = new TreeMap<>(resource("aws_dynamodb_table", "slot_list"));
    Map<String, Object> wanted = Synthesised.only(template, "AWS::DynamoDB::Table");
    Map<String, Object> key = Synthesised.objects(wanted.get("KeySchema")).get(0);
    Map<String, Object> attribute = Synthesised.objects(wanted.get("AttributeDefinitions")).get(0);

    assertThat(table)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "name", "var.table_name",
                    "billing_mode", quoted(wanted.get("BillingMode")),
                    "hash_key", quoted(key.get("AttributeName")),
                    "attribute.name", quoted(attribute.get("AttributeName")),
                    "attribute.type", quoted(attribute.get("AttributeType")),
                    "deletion_protection_enabled",
                        String.valueOf(wanted.get("DeletionProtectionEnabled")),
                    "point_in_time_recovery.enabled",
                        value(
                            wanted,
                            "PointInTimeRecoverySpecification",
                            "PointInTimeRecoveryEnabled"),
                    "server_side_encryption.enabled",
                        value(wanted, "SSESpecification", "SSEEnabled"),
                    // Terraform's word for DeletionPolicy: Retain, which no other service has.
                    "lifecycle.prevent_destroy", "true")));
  }

  @Test
  void theAgentsPolicyInJsonIsThatOfTheTemplate() throws IOException {
    assertThat(json("agent-policy.json"))
        .isEqualTo(policy(Synthesised.only(template, "AWS::IAM::ManagedPolicy")));
  }

  @Test
  void theRefreshsPolicyInJsonIsThatOfTheTemplate() throws IOException {
    Map<String, Object> ofTheTemplate =
        Synthesised.properties(template, "AWS::IAM::Policy").stream()
            .filter(policy -> String.valueOf(policy.get("PolicyName")).startsWith("RefreshPolicy"))
            .findFirst()
            .map(PlainFilesTest::policy)
            .orElseThrow();

    assertThat(json("refresh-policy.json")).isEqualTo(ofTheTemplate);
  }

  @Test
  void terraformTakesThePoliciesFromTheJsonFiles() throws IOException {
    assertThat(resource("aws_iam_policy", "agent").get("policy"))
        .isEqualTo("templatefile(\"${path.module}/../json/agent-policy.json\", {");
    assertThat(resource("aws_iam_policy", "refresh").get("policy"))
        .isEqualTo("templatefile(\"${path.module}/../json/refresh-policy.json\", {");
    assertThat(resource("aws_iam_policy", "refresh").get("group_arns"))
        .isEqualTo("join(\"\\\", \\\"\", local.group_arns)");
  }

  /** The policy document, with names in the place of what only AWS knows. */
  private static Map<String, Object> policy(Map<String, Object> resource) {
    Map<String, Object> document = Synthesised.object(resource.get("PolicyDocument"));
    List<Map<String, Object>> statements = Synthesised.objects(document.get("Statement"));
    for (Map<String, Object> statement : statements) {
      statement.computeIfPresent("Resource", (name, value) -> named(value));
    }
    document.put("Statement", statements);
    return document;
  }

  private static Object named(Object resource) {
    String text = resource.toString();
    if (text.contains("autoScalingGroupName/shop")) {
      return List.of("${group_arns}");
    }
    return text.contains("SlotListTable") ? "${table_arn}" : resource;
  }

  private static Map<String, Object> json(String file) throws IOException {
    return Synthesised.object(
        new ObjectMapper().readValue(Path.of("json", file).toFile(), Object.class));
  }

  private static String quoted(@Nullable Object value) {
    return "\"" + value + "\"";
  }

  private static String value(Map<String, Object> properties, String outer, String inner) {
    return String.valueOf(Synthesised.object(properties.get(outer)).get(inner));
  }

  /** The assignments in a resource of the Terraform file; those in a block have its name before. */
  private static Map<String, String> resource(String type, String name) throws IOException {
    Matcher resource =
        Pattern.compile(
                "resource \"" + type + "\" \"" + name + "\" \\{\n(.*?)\n}\n", Pattern.DOTALL)
            .matcher(Files.readString(TERRAFORM));
    assertThat(resource.find()).as(type + " " + name).isTrue();
    Map<String, String> assignments = new LinkedHashMap<>();
    String block = "";
    for (String line : resource.group(1).split("\n", -1)) {
      Matcher begin = Pattern.compile("  (\\w+) \\{").matcher(line);
      Matcher assignment = Pattern.compile(" +(\\w+) += (.*)").matcher(line);
      if (begin.matches()) {
        block = begin.group(1) + ".";
      } else if (assignment.matches()) {
        assignments.put(block + assignment.group(1), assignment.group(2));
      } else if (line.equals("  }")) {
        block = "";
      }
    }
    return assignments;
  }
}
