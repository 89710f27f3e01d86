package io.hsdo.local.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A service of one group, whose table a test may change behind everybody's back. */
final class Scene implements AutoCloseable {
  static final String GROUP = "web";
  static final int SIZE = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalService service;
  private final DynamoDbClient client;

  private Scene(LocalService service) {
    this.service = service;
    client =
        DynamoDbClient.builder()
            .endpointOverride(service.dynamoDbEndpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** Instances are there at once, and at once at their full weight. */
  static Scene start(int instances) {
    LocalService service =
        LocalService.start(
            new ServiceSettings(
                SIZE,
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                new Ramp(10, 10, 1, Duration.ofSeconds(1)),
                Duration.ofSeconds(1),
                Timings.instant()));
    service.cloud().createGroup(GROUP, instances, "eu-west-1a");
    return new Scene(service);
  }

  LocalService service() {
    return service;
  }

  List<Instance> instances() {
    return service.cloud().instances(GROUP);
  }

  Map<String, AttributeValue> row(int number) {
    return new HashMap<>(
        client.getItem(get -> get.tableName(LocalService.TABLE).key(key(number))).item());
  }

  void put(Map<String, AttributeValue> row) {
    client.putItem(put -> put.tableName(LocalService.TABLE).item(row));
  }

  void delete(int number) {
    client.deleteItem(delete -> delete.tableName(LocalService.TABLE).key(key(number)));
  }

  private static Map<String, AttributeValue> key(int number) {
    return Map.of("BackendServerID", AttributeValue.fromN(Integer.toString(number)));
  }

  Optional<Header> header() {
    return service.store().header(Consistency.STRONG);
  }

  /** Who is in which slot, such as {@code {1=i-0a, 3=i-0b}}. */
  Map<Integer, String> seats() {
    Map<Integer, String> seats = new TreeMap<>();
    for (Slot slot : service.store().rows(Consistency.STRONG).slots().values()) {
      slot.occupant().ifPresent(member -> seats.put(slot.number(), member.id()));
    }
    return seats;
  }

  /** The addresses that HAProxy sends traffic to, by slot. */
  Map<Integer, String> ready() {
    Map<Integer, String> ready = new TreeMap<>();
    for (ObservedServer server :
        service.runtimeApi().read(List.of(service.backend())).servers().values()) {
      if (server.state() == AdminState.READY) {
        ready.put(
            service.backend().slotNumber(server.ref()).orElseThrow(),
            server.address().map(Object::toString).orElse("none"));
      }
    }
    return ready;
  }

  /** The addresses that HAProxy should send traffic to, were the list carried out. */
  Map<Integer, String> wanted() {
    Map<Integer, String> wanted = new TreeMap<>();
    for (Slot slot : service.store().rows(Consistency.STRONG).slots().values()) {
      slot.occupant().ifPresent(member -> wanted.put(slot.number(), member.address().toString()));
    }
    return wanted;
  }

  void awaitEverybodyServes(int count) {
    await("the list", () -> seats().size() == count);
    await("HAProxy", () -> ready().size() == count && ready().equals(wanted()));
  }

  /** Waits until it is so. */
  static void await(String what, Supplier<Boolean> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    service.close();
  }
}
