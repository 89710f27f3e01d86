package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class SlotListTableTest {
  private static final String TABLE = "AWS::DynamoDB::Table";

  @Test
  void theTableIsPaidByUseAndCannotBeLost() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}");

    template.hasResource(
        TABLE,
        Map.of(
            "Properties",
            Match.objectLike(
                Map.of(
                    "TableName",
                    "shop-slots",
                    "BillingMode",
                    "PAY_PER_REQUEST",
                    "PointInTimeRecoverySpecification",
                    Map.of("PointInTimeRecoveryEnabled", true),
                    "SSESpecification",
                    Map.of("SSEEnabled", true),
                    "DeletionProtectionEnabled",
                    true)),
            "DeletionPolicy",
            "Retain",
            "UpdateReplacePolicy",
            "Retain"));
  }

  @Test
  void itIsMadeOnlyWhereTheFunctionCouldBeMade() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}");
    String function = template.findResources("AWS::Lambda::Function").keySet().iterator().next();

    template.hasResource(TABLE, Map.of("DependsOn", List.of(function)));
  }

  @Test
  void itsKeyIsTheSlotNumber() {
    Template template = Synthesised.shop("table: other-name\nparameters: {SERVER_ASG_NAMES: shop}");

    assertThat(Synthesised.only(template, TABLE))
        .containsEntry("TableName", "other-name")
        .containsEntry(
            "KeySchema", List.of(Map.of("AttributeName", "BackendServerID", "KeyType", "HASH")))
        .containsEntry(
            "AttributeDefinitions",
            List.of(Map.of("AttributeName", "BackendServerID", "AttributeType", "N")));
  }

  @Test
  void anExistingTableIsReferredToAndNotOwned() {
    Template template =
        Synthesised.shop("existingTable: legacy\nparameters: {SERVER_ASG_NAMES: shop}");

    template.resourceCountIs(TABLE, 0);
    assertThat(template.toJSON().toString()).contains(":table/legacy");
    template.hasResourceProperties(
        "AWS::Lambda::Function",
        Map.of(
            "Environment",
            Map.of("Variables", Match.objectLike(Map.of("DYNAMODB_TABLE_NAME", "legacy")))));
  }
}
