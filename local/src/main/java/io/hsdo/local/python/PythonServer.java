package io.hsdo.local.python;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.program.Repeated;
import io.hsdo.plan.Ramp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stand-in for the server of the Python HSDO, which is not run here. It makes the rows that are
 * missing by count, ends if there are more rows than slots, frees the rows of addresses that are
 * gone, seats newcomers in free rows and lets weights climb.
 */
public final class PythonServer implements AutoCloseable {
  private static final DateTimeFormatter CHANGED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  /** It writes local time, here that of a zone far from UTC. */
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(11);

  private final PythonTable table;
  private final LocalCloud cloud;
  private final String group;
  private final int slots;
  private final Ramp ramp;
  private final Repeated passes;

  private PythonServer(
      PythonTable table, LocalCloud cloud, String group, int slots, Ramp ramp, Duration pause) {
    this.table = table;
    this.cloud = cloud;
    this.group = group;
    this.slots = slots;
    this.ramp = ramp;
    this.passes = new Repeated("Python server", this::pass, pause);
  }

  public static PythonServer start(
      DynamoDbClient client,
      String table,
      LocalCloud cloud,
      String group,
      int slots,
      Ramp ramp,
      Duration pause) {
    return new PythonServer(new PythonTable(client, table), cloud, group, slots, ramp, pause);
  }

  private boolean pass() {
    Map<Integer, Map<String, AttributeValue>> rows = table.rows();
    if (rows.size() > slots) {
      return false;
    }
    for (int number = rows.size() + 1; number <= slots; number++) {
      table.free(number);
    }
    Map<String, Instance> running = new TreeMap<>();
    cloud.instances(group).forEach(instance -> running.put(instance.address(), instance));
    Set<String> seated =
        rows.values().stream()
            .map(row -> PythonTable.text(row, "IPAddress"))
            .collect(Collectors.toSet());
    rows.forEach((number, row) -> update(number, row, running, seated));
    return true;
  }

  private void update(
      int number,
      Map<String, AttributeValue> row,
      Map<String, Instance> running,
      Set<String> seated) {
    String address = PythonTable.text(row, "IPAddress");
    if (address.equals(PythonTable.NONE)) {
      running.values().stream()
          .filter(instance -> seated.add(instance.address()))
          .findFirst()
          .ifPresent(
              instance ->
                  table.seat(number, instance.address(), instance.id(), group, ramp.min(), now()));
    } else if (!running.containsKey(address)) {
      table.free(number);
    } else {
      climb(number, row);
    }
  }

  private void climb(int number, Map<String, AttributeValue> row) {
    int weight = PythonTable.number(row, "Weight");
    if (weight < ramp.min() || weight >= ramp.max()) {
      return;
    }
    var changed = LocalDateTime.parse(PythonTable.text(row, "LastWeightUpdate"), CHANGED);
    if (changed.plus(ramp.interval()).isBefore(LocalDateTime.now(ZONE))) {
      table.weigh(number, row, Math.min(ramp.max(), weight + ramp.increase()), now());
    }
  }

  private static String now() {
    return LocalDateTime.now(ZONE).format(CHANGED);
  }

  /** False once it has ended by itself, as at a row too many. */
  public boolean isRunning() {
    return passes.isRunning();
  }

  @Override
  public void close() {
    passes.close();
  }
}
