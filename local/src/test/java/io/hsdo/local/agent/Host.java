package io.hsdo.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Program;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A HAProxy of three slots and a table, for the agent's jar to be started beside them. */
final class Host implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TABLE = "shop-slots";

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final DynamoDbClient client = dynamoDb.clientBuilder().build();
  private final DynamoDbSlotListStore store = new DynamoDbSlotListStore(client, TABLE);
  private final Map<String, String> environment = new HashMap<>();
  private final LocalHaproxy haproxy;
  private final Path folder;
  private int programs;

  private Host(Path folder) {
    this.folder = folder;
    dynamoDb.createTable(TABLE);
    haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3));
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("DYNAMODB_TABLE_NAME", TABLE);
    environment.put("INTERVAL", "0.2");
    environment.put("CLIENT_HAPROXY_SOCKET_PATH", haproxy.socketPath().toString());
    environment.put("CLIENT_HAPROXY_BACKEND_NAME", "web");
    environment.put("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web");
    environment.put("CLIENT_HAPROXY_BACKEND_SERVER_PORT", "8080");
    environment.put("CLIENT_CACHE_PATH", folder.resolve("slots.json").toString());
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", "0");
  }

  /**
   * Starts HAProxy and the table.
   *
   * @param folder where programs write
   */
  static Host start(Path folder) {
    return new Host(folder);
  }

  /** Members of weight 7 at 127.1.0.1 and so on, in the first of three slots. */
  void seat(int members) {
    List<Slot> slots = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      slots.add(number <= members ? serving(number) : new Slot.Empty(number));
    }
    store.save(store.load(), new SlotList(slots), PlanNotes.NONE, Clock.systemUTC().instant());
  }

  private static Slot serving(int number) {
    var member =
        new Member(
            "i-" + number, Address.of("127.1.0." + number), "shop", Optional.of("eu-west-1a"));
    return new Slot.Serving(number, member, 7, Optional.empty(), Optional.empty());
  }

  /** What programs get besides, or instead. */
  Host with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What programs no longer get. */
  Host without(String name) {
    environment.remove(name);
    return this;
  }

  URI dynamoDbEndpoint() {
    return dynamoDb.endpoint();
  }

  /** Starts the agent. */
  Program start(String... arguments) {
    return Program.start(Program.Jar.AGENT, List.of(arguments), environment, nextLog());
  }

  /** Runs the agent to its end. */
  Ended run(String... arguments) throws InterruptedException {
    return ended(start(arguments));
  }

  /** Starts the agent by the launcher in its packages, with what they install below this folder. */
  Program launch(Path installed) {
    environment.put("HSDO_SHARE", installed.resolve("usr/share/hsdo/hsdo-agent").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CACHE_DIRECTORY", folder.toString());
    return Program.start(
        List.of("sh", installed.resolve("usr/bin/hsdo-agent").toString()), environment, nextLog());
  }

  private Path nextLog() {
    programs++;
    return folder.resolve("agent-" + programs + ".log");
  }

  /** Waits until the program has ended. */
  static Ended ended(Program running) throws InterruptedException {
    try (running) {
      return new Ended(running.exitStatus(PATIENCE), running.output());
    }
  }

  /** Waits until the slots are carried out, which the agent's log tells last. */
  static void awaitCarriedOut(Program agent) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!agent.output().contains("sent to HAProxy")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** A program that has ended, and what it had said. */
  record Ended(int status, String output) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  /** What HAProxy answers. */
  String ask(String line) {
    return new UnixSocketRuntimeApi(haproxy.socketPath().toString()).exchange(line);
  }

  /** The servers as HAProxy shows them, without what only time changes. */
  List<String> servers() {
    return ask("show servers state web")
        .lines()
        .skip(2)
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 18)
        .map(fields -> String.join(" ", fields[3], fields[4], fields[18], fields[6], fields[7]))
        .toList();
  }

  LocalHaproxy haproxy() {
    return haproxy;
  }

  static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    haproxy.close();
    client.close();
    dynamoDb.close();
  }
}
