package io.hsdo.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * The slot list of a service. Whoever loses it loses who sits where: it can be restored to any
 * second, is not deleted by mistake, and outlives the stack.
 */
final class SlotListTable extends Construct {
  private final String name;
  private final String arn;

  SlotListTable(Construct scope, String id, SlotTable settings) {
    super(scope, id);
    name = settings.name();
    arn = table(settings).getTableArn();
  }

  private ITable table(SlotTable settings) {
    if (settings instanceof SlotTable.Existing) {
      return Table.fromTableName(this, "Existing", settings.name());
    }
    return Table.Builder.create(this, "Table")
        .tableName(settings.name())
        .partitionKey(
            Attribute.builder().name("BackendServerID").type(AttributeType.NUMBER).build())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .pointInTimeRecoverySpecification(
            PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
        .encryption(TableEncryption.AWS_MANAGED)
        .deletionProtection(true)
        .removalPolicy(RemovalPolicy.RETAIN)
        .build();
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }
}
