package io.hsdo.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** DynamoDB Local is always consistent: no other test notices what is asked for. */
class ReadConsistencyTest {
  private final List<String> reads = new ArrayList<>();
  private final SlotListReader table = new DynamoDbSlotListStore(new EmptyTable(), "slots");

  @Test
  void passReadsTheHeaderAndThenTheRowsConsistently() {
    table.load();

    assertThat(reads).containsExactly("header consistent", "rows consistent");
  }

  /** It takes half the units. */
  @Test
  void pollReadsTheHeaderEventually() {
    table.header(Consistency.EVENTUAL);
    table.rows(Consistency.EVENTUAL);

    assertThat(reads).containsExactly("header eventual", "rows eventual");
  }

  private final class EmptyTable implements DynamoDbClient {
    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      reads.add("header " + consistency(request.consistentRead()));
      return GetItemResponse.builder().build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
      reads.add("rows " + consistency(request.consistentRead()));
      return ScanResponse.builder().items(List.of()).build();
    }

    private static String consistency(Boolean consistent) {
      return consistent ? "consistent" : "eventual";
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
