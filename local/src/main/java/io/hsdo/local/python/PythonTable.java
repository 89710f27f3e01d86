package io.hsdo.local.python;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table as the Python HSDO reads and writes it: attributes it does not know survive. */
final class PythonTable {
  static final String NONE = "none";

  private static final String NEVER = "0-0-0 00:00:00.000000";
  private static final String KEY = "BackendServerID";

  private final DynamoDbClient client;
  private final String table;

  PythonTable(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /** By number. */
  SortedMap<Integer, Map<String, AttributeValue>> rows() {
    SortedMap<Integer, Map<String, AttributeValue>> rows = new TreeMap<>();
    client
        .scanPaginator(scan -> scan.tableName(table))
        .items()
        .forEach(row -> rows.put(number(row, KEY), row));
    return rows;
  }

  void free(int number) {
    set(number, NONE, NONE, NONE, 0, "disabled", NEVER);
  }

  void seat(int number, String address, String name, String group, int weight, String now) {
    set(number, address, name, group, weight, "enabled", now);
  }

  void weigh(int number, Map<String, AttributeValue> row, int weight, String now) {
    seat(number, text(row, "IPAddress"), text(row, "ServerName"), text(row, "ASG"), weight, now);
  }

  private void set(
      int number,
      String address,
      String name,
      String group,
      int weight,
      String status,
      String changed) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":ip", AttributeValue.fromS(address));
    values.put(":name", AttributeValue.fromS(name));
    values.put(":asg", AttributeValue.fromS(group));
    values.put(":weight", AttributeValue.fromN(Integer.toString(weight)));
    values.put(":status", AttributeValue.fromS(status));
    values.put(":changed", AttributeValue.fromS(changed));
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(Map.of(KEY, AttributeValue.fromN(Integer.toString(number))))
                .updateExpression(
                    "SET IPAddress = :ip, ServerName = :name, ASG = :asg, Weight = :weight,"
                        + " BackendServerStatus = :status, LastWeightUpdate = :changed")
                .expressionAttributeValues(values));
  }

  static String text(Map<String, AttributeValue> row, String name) {
    return Objects.requireNonNull(row.get(name), name).s();
  }

  static int number(Map<String, AttributeValue> row, String name) {
    return Integer.parseInt(Objects.requireNonNull(row.get(name), name).n());
  }
}
