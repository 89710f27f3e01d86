package io.hsdo.local.dynamodb;

import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.RawTable;
import io.hsdo.table.SlotListStoreContract;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Tables of a DynamoDB for the contract; each has a random name, and is deleted by nobody. */
final class SlotTables implements AutoCloseable {
  private final AfterEachWrite hook = new AfterEachWrite();
  private final DynamoDbClient client;

  SlotTables(DynamoDbClientBuilder dynamoDb) {
    client =
        dynamoDb.overrideConfiguration(override -> override.addExecutionInterceptor(hook)).build();
  }

  SlotListStoreContract.Table newTable() {
    String name = "slots-" + UUID.randomUUID();
    DynamoDbLocal.createTable(client, name);
    var raw = new DynamoDbTable(name);
    raw.afterEachWrite(() -> {});
    return new SlotListStoreContract.Table(new DynamoDbSlotListStore(client, name), raw);
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class AfterEachWrite implements ExecutionInterceptor {
    private Runnable hook = () -> {};

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof TransactWriteItemsRequest) {
        hook.run();
      }
    }
  }

  private final class DynamoDbTable implements RawTable {
    private final String name;

    DynamoDbTable(String name) {
      this.name = name;
    }

    @Override
    public Optional<Map<String, AttributeValue>> item(int number) {
      var response =
          client.getItem(get -> get.tableName(name).key(key(number)).consistentRead(true));
      return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
    }

    @Override
    public void put(Map<String, AttributeValue> item) {
      client.putItem(put -> put.tableName(name).item(item));
    }

    @Override
    public void delete(int number) {
      client.deleteItem(delete -> delete.tableName(name).key(key(number)));
    }

    @Override
    public void afterEachWrite(Runnable runnable) {
      hook.hook = runnable;
    }

    private static Map<String, AttributeValue> key(int number) {
      return Map.of("BackendServerID", AttributeValue.fromN(Integer.toString(number)));
    }
  }
}
