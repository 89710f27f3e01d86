package io.hsdo.local.bench;

import io.hsdo.local.dynamodb.DynamoDbLocal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * What reads of a table cost, as DynamoDB itself says.
 *
 * @param header an eventually consistent read of the header
 * @param scan a strongly consistent scan, every page
 */
record ReadUnits(double header, double scan) {
  static ReadUnits of(DynamoDbLocal dynamoDb, String table) {
    try (DynamoDbClient client = dynamoDb.clientBuilder().build()) {
      GetItemRequest header =
          GetItemRequest.builder()
              .tableName(table)
              .key(Map.of("BackendServerID", AttributeValue.fromN("0")))
              .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
              .build();
      ScanRequest scan =
          ScanRequest.builder()
              .tableName(table)
              .consistentRead(true)
              .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
              .build();
      return new ReadUnits(
          units(client.getItem(header).consumedCapacity()),
          client.scanPaginator(scan).stream()
              .mapToDouble(page -> units(page.consumedCapacity()))
              .sum());
    }
  }

  private static double units(ConsumedCapacity consumed) {
    return consumed.capacityUnits();
  }
}
