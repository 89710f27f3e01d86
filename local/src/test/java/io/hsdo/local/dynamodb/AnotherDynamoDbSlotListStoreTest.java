package io.hsdo.local.dynamodb;

import io.hsdo.local.cloud.AnotherAws;
import io.hsdo.local.cloud.RequiresAnotherAws;
import io.hsdo.table.SlotListStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The same contract, kept with somebody else's DynamoDB. */
@RequiresAnotherAws
class AnotherDynamoDbSlotListStoreTest extends SlotListStoreContract {
  private static AnotherAws aws;
  private static SlotTables tables;

  @BeforeAll
  static void start() {
    aws = AnotherAws.start();
    tables = new SlotTables(aws.configured(DynamoDbClient.builder()));
  }

  @AfterAll
  static void stop() {
    tables.close();
    aws.close();
  }

  @Override
  protected Table newTable() {
    return tables.newTable();
  }
}
