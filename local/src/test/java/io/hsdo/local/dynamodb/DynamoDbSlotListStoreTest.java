package io.hsdo.local.dynamodb;

import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.RawTable;
import io.hsdo.table.SlotListStoreContract;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

class DynamoDbSlotListStoreTest extends SlotListStoreContract {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final AfterEachWrite HOOK = new AfterEachWrite();

  private static DynamoDbLocal dynamoDb;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    dynamoDb = DynamoDbLocal.start();
    client =
        dynamoDb
            .clientBuilder()
            .overrideConfiguration(override -> override.addExecutionInterceptor(HOOK))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    dynamoDb.close();
  }

  @Override
  protected Table newTable() {
    String name = "slots-" + TABLES.incrementAndGet();
    dynamoDb.createTable(name);
    var raw = new DynamoDbTable(name);
    raw.afterEachWrite(() -> {});
    return new Table(new DynamoDbSlotListStore(client, name), raw);
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

  private record DynamoDbTable(String name) implements RawTable {
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
    public void afterEachWrite(Runnable hook) {
      HOOK.hook = hook;
    }

    private static Map<String, AttributeValue> key(int number) {
      return Map.of("BackendServerID", AttributeValue.fromN(Integer.toString(number)));
    }
  }
}
