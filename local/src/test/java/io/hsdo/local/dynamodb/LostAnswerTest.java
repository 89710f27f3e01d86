package io.hsdo.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class LostAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00Z");

  @Test
  void writeWhoseAnswerGotLostIsNotTakenForAnotherWriters() {
    try (var dynamoDb = DynamoDbLocal.start();
        var http = new LosesAnAnswer(UrlConnectionHttpClient.create(), "TransactWriteItems");
        DynamoDbClient client =
            dynamoDb.clientBuilder().httpClientBuilder(null).httpClient(http).build()) {
      dynamoDb.createTable("slots");
      var store = new DynamoDbSlotListStore(client, "slots");

      Header header = store.save(store.load(), SlotList.empty(3), PlanNotes.NONE, NOW);

      assertThat(http.answersLost).isOne();
      assertThat(header.version()).isOne();
      assertThat(store.header(Consistency.STRONG)).contains(header);
    }
  }

  /** Fails after DynamoDB has carried out the first request of a kind. */
  private static final class LosesAnAnswer implements SdkHttpClient {
    private final SdkHttpClient http;
    private final String operation;
    private int answersLost;

    private LosesAnAnswer(SdkHttpClient http, String operation) {
      this.http = http;
      this.operation = operation;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      ExecutableHttpRequest prepared = http.prepareRequest(request);
      boolean counts =
          request
              .httpRequest()
              .firstMatchingHeader("X-Amz-Target")
              .filter(target -> target.endsWith(operation))
              .isPresent();
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          HttpExecuteResponse response = prepared.call();
          if (counts && answersLost == 0) {
            answersLost++;
            throw new IOException("connection reset");
          }
          return response;
        }

        @Override
        public void abort() {
          prepared.abort();
        }
      };
    }

    @Override
    public void close() {
      http.close();
    }
  }
}
