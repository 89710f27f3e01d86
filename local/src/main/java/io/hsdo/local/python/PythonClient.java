package io.hsdo.local.python;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.local.program.Repeated;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stand-in for the client of the Python HSDO, which is not run here: for each row of the table,
 * at each poll, the same commands, each on a connection of its own, whose answers it ignores.
 */
public final class PythonClient implements AutoCloseable {
  private final PythonTable table;
  private final RuntimeApi haproxy;
  private final String servers;
  private final int port;
  private final Repeated polls;

  private PythonClient(
      PythonTable table, RuntimeApi haproxy, String servers, int port, Duration pause) {
    this.table = table;
    this.haproxy = haproxy;
    this.servers = servers;
    this.port = port;
    this.polls = new Repeated("Python client", this::poll, pause);
  }

  /**
   * Starts one.
   *
   * @param servers what it calls slots, less their numbers, such as {@code web/web}
   * @param port of the members
   */
  public static PythonClient start(
      DynamoDbClient client,
      String table,
      RuntimeApi haproxy,
      String servers,
      int port,
      Duration pause) {
    return new PythonClient(new PythonTable(client, table), haproxy, servers, port, pause);
  }

  private boolean poll() {
    table.rows().values().forEach(this::setServer);
    return true;
  }

  private void setServer(Map<String, AttributeValue> row) {
    for (String command : commands(row)) {
      try {
        haproxy.exchange(command);
      } catch (RuntimeApiException e) {
        // So does the Python program: it goes on with the next command.
      }
    }
  }

  /** Its column {@code BackendServerStatus} does not matter to it. */
  private List<String> commands(Map<String, AttributeValue> row) {
    String server = "set server " + servers + PythonTable.number(row, "BackendServerID");
    String address = PythonTable.text(row, "IPAddress");
    if (address.equals(PythonTable.NONE)) {
      return List.of(server + " state maint");
    }
    return List.of(
        server + " addr " + address + " port " + port,
        server + " weight " + PythonTable.number(row, "Weight"),
        server + " state ready");
  }

  @Override
  public void close() {
    polls.close();
  }
}
