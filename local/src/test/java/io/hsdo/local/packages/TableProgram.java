package io.hsdo.local.packages;

import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB with an empty list in table {@code shop}, as a program: for a machine that has a network
 * of its own. It prints its endpoint, and ends with its standard input.
 */
final class TableProgram {
  private static final String TABLE = "shop";

  private TableProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        DynamoDbClient client = dynamoDb.clientBuilder().build()) {
      dynamoDb.createTable(TABLE);
      var store = new DynamoDbSlotListStore(client, TABLE);
      var list = new SlotList(List.of(new Slot.Empty(1)));
      store.save(store.load(), list, PlanNotes.NONE, Clock.systemUTC().instant());
      System.out.println("endpoint_url = " + dynamoDb.endpoint());
      System.in.transferTo(System.out);
    }
  }
}
