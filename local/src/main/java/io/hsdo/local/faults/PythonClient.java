package io.hsdo.local.faults;

import io.hsdo.haproxy.RuntimeApiException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stand-in for the client of the Python HSDO, which is not run here: for each row of the table,
 * at each poll, the same commands, each on a connection of its own, whose answers it ignores.
 */
final class PythonClient implements AutoCloseable {
  private final Stage stage;
  private final Thread thread = new Thread(this::run, "Python client");

  private PythonClient(Stage stage) {
    this.stage = stage;
    thread.setDaemon(true);
  }

  static AutoCloseable start(Stage stage) {
    var client = new PythonClient(stage);
    client.thread.start();
    return client;
  }

  private void run() {
    try {
      while (true) {
        stage
            .table()
            .scanPaginator(scan -> scan.tableName(stage.tableName()))
            .items()
            .forEach(this::setServer);
        // Often enough that it is at work between any two polls of the agent.
        Thread.sleep(stage.interval().dividedBy(3).toMillis());
      }
    } catch (InterruptedException e) {
      // It was told to end.
    }
  }

  private void setServer(Map<String, AttributeValue> row) {
    for (String command : commands(row)) {
      try {
        stage.cli().exchange(command);
      } catch (RuntimeApiException e) {
        // So does the Python program: it goes on with the next command.
      }
    }
  }

  /** Its column {@code BackendServerStatus} does not matter to it. */
  private List<String> commands(Map<String, AttributeValue> row) {
    String server = "set server web/web" + value(row, "BackendServerID").n();
    String address = value(row, "IPAddress").s();
    if (address.equals("none")) {
      return List.of(server + " state maint");
    }
    return List.of(
        server + " addr " + address + " port " + stage.serverPort(),
        server + " weight " + value(row, "Weight").n(),
        server + " state ready");
  }

  private static AttributeValue value(Map<String, AttributeValue> row, String name) {
    return Objects.requireNonNull(row.get(name), name);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
