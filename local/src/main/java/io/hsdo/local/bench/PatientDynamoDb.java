package io.hsdo.local.bench;

import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * A client for filling tables of any size on a machine however busy: a transaction of DynamoDB
 * Local may take longer than the store lets one of the real DynamoDB.
 */
record PatientDynamoDb(DynamoDbClient client) implements DynamoDbClient {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return client.transactWriteItems(
        request.toBuilder()
            .overrideConfiguration(override -> override.apiCallTimeout(PATIENCE))
            .build());
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return client.getItem(request);
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return client.scan(request);
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }
}
