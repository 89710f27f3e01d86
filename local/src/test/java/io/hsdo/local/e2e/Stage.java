package io.hsdo.local.e2e;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.service.Program;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A table and instances, for tests that bring their own HAProxies and say themselves who has which
 * slot. Agents are started for them.
 */
final class Stage implements AutoCloseable {
  private static final String TABLE = "slots";

  private final Path folder;
  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final DynamoDbClient client = dynamoDb.clientBuilder().build();
  private final SlotListStore store;
  private final LocalCloud cloud;
  private final List<Program> agents = new ArrayList<>();

  private Stage(Path folder, Timings timings) {
    this.folder = folder;
    dynamoDb.createTable(TABLE);
    store = new DynamoDbSlotListStore(client, TABLE);
    cloud = LocalCloud.builder().timings(timings).start();
  }

  /**
   * Sets it.
   *
   * @param folder for the agents' logs
   */
  static Stage set(Path folder, Timings timings) {
    return new Stage(folder, timings);
  }

  LocalCloud cloud() {
    return cloud;
  }

  /** Stores these slots in place of what was stored before. */
  void save(List<Slot> slots) {
    store.save(store.load(), new SlotList(slots), PlanNotes.NONE, Instant.now());
  }

  /** The group's instances, in order of their ids. */
  List<Member> members(String group) {
    return cloud.instances(group).stream().map(Stage::member).toList();
  }

  private static Member member(Instance instance) {
    return new Member(
        instance.id(),
        Address.of(instance.address()),
        instance.group().orElseThrow(),
        Optional.of(instance.zone()));
  }

  /** Starts the agent of the HAProxy that listens at {@code socket}. */
  Program startAgent(Path socket, List<String> arguments, Map<String, String> parameters) {
    Map<String, String> environment = environment();
    environment.put("CLIENT_HAPROXY_SOCKET_PATH", socket.toString());
    environment.put("CLIENT_HAPROXY_BACKEND_SERVER_PORT", Integer.toString(cloud.port()));
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", "0");
    String name = "agent-" + agents.size();
    environment.put("CLIENT_CACHE_PATH", folder.resolve(name + ".json").toString());
    environment.putAll(parameters);
    Path log = folder.resolve(name + ".log");
    Program program = Program.start(Program.Jar.AGENT, arguments, environment, log);
    agents.add(program);
    return program;
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "AWS_ENDPOINT_URL", cloud.endpoint().toString(),
            "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "DYNAMODB_TABLE_NAME", TABLE,
            "INTERVAL", "0.1"));
  }

  @Override
  public void close() {
    agents.forEach(Program::close);
    cloud.close();
    client.close();
    dynamoDb.close();
  }
}
