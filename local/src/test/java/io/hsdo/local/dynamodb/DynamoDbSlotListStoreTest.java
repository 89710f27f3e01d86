package io.hsdo.local.dynamodb;

import io.hsdo.table.SlotListStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbSlotListStoreTest extends SlotListStoreContract {
  private static DynamoDbLocal dynamoDb;
  private static SlotTables tables;

  @BeforeAll
  static void start() {
    dynamoDb = DynamoDbLocal.start();
    tables = new SlotTables(dynamoDb.clientBuilder());
  }

  @AfterAll
  static void stop() {
    tables.close();
    dynamoDb.close();
  }

  @Override
  protected Table newTable() {
    return tables.newTable();
  }
}
