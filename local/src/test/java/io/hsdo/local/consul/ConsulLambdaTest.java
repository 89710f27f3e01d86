package io.hsdo.local.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.consul.ConsulStandIn.Wrong;
import io.hsdo.local.consul.Registrar.Registration;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.lambda.Events;
import io.hsdo.local.lambda.Invocation;
import io.hsdo.local.lambda.LocalLambda;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar under AWS's own runtime interface client, with Consul in place of groups. */
class ConsulLambdaTest {
  private static final String TOKEN = "swordfish";

  @Test
  void scheduledPassesSeatMembersAndFailWithoutConsul(@TempDir Path folder) throws Exception {
    try (var dynamoDb = DynamoDbLocal.start();
        var consul = ConsulStandIn.start();
        var lambda = function(dynamoDb, consul, folder)) {
      dynamoDb.createTable("slots");
      Registration web = Registration.of("web", 1);
      new Registrar(consul.url(), Optional.empty()).register(web);

      assertThat(invoke(lambda).failed()).as(lambda.output()).isFalse();
      assertThat(list(dynamoDb).slot(1).occupant().orElseThrow().id()).isEqualTo(web.memberId());

      SlotList before = list(dynamoDb);
      consul.answerWrong(new Wrong(service -> true, 500, Map.of(), "No cluster leader " + TOKEN));
      assertThat(invoke(lambda).body()).contains("No cluster leader (hidden)");
      assertThat(list(dynamoDb)).isEqualTo(before);
      assertThat(lambda.output()).doesNotContain(TOKEN);
    }
  }

  /** Its AWS endpoint is one that nobody listens on: only DynamoDB's may be asked. */
  private static LocalLambda function(DynamoDbLocal dynamoDb, ConsulStandIn consul, Path folder) {
    return new LocalLambda(
        "io.hsdo.refresh.RefreshHandler",
        Map.ofEntries(
            Map.entry("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
            Map.entry("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString()),
            Map.entry("AWS_REGION", "eu-west-1"),
            Map.entry("AWS_ACCESS_KEY_ID", "local"),
            Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
            Map.entry("DYNAMODB_TABLE_NAME", "slots"),
            Map.entry("SERVER_MODE", "consul"),
            Map.entry("SERVER_CONSUL_API_URL", consul.url().toString()),
            Map.entry("SERVER_CONSUL_SERVICE_NAME", "web"),
            Map.entry("SERVER_CONSUL_TOKEN", TOKEN),
            Map.entry("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10"),
            Map.entry("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4")),
        Duration.ofSeconds(30),
        1,
        folder);
  }

  private static Invocation.Result invoke(LocalLambda lambda) throws Exception {
    return lambda.invoke(Events.scheduled()).get(30, TimeUnit.SECONDS);
  }

  private static SlotList list(DynamoDbLocal dynamoDb) {
    return new DynamoDbSlotListStore(dynamoDb.clientBuilder().build(), "slots")
        .load()
        .rows()
        .toSlotList(4);
  }
}
