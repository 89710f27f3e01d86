package io.hsdo.table;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** What a save does to one row of the table. */
sealed interface RowChange {
  int number();

  /** This change as part of a transaction. */
  TransactWriteItem in(String table);

  /** This change as one of a version of the list: a row that it writes tells which. */
  default RowChange ofVersion(long version) {
    return this;
  }

  static Map<String, AttributeValue> key(int number) {
    return Map.of(RowCodec.ID, AttributeValue.fromN(Integer.toString(number)));
  }

  /**
   * Creates the row or changes it; attributes that are not named here stay as they are.
   *
   * @param isNew on condition that there is no such row
   */
  record Upsert(int number, Map<String, AttributeValue> set, Set<String> remove, boolean isNew)
      implements RowChange {
    public Upsert {
      set = Map.copyOf(set);
      remove = Set.copyOf(remove);
    }

    Upsert(int number, Map<String, AttributeValue> set, Set<String> remove) {
      this(number, set, remove, false);
    }

    /** The same, for a row that a scan did not show: who stands there after all is not replaced. */
    Upsert asNew() {
      return new Upsert(number, set, remove, true);
    }

    @Override
    public TransactWriteItem in(String table) {
      return TransactWriteItem.builder().update(update(table)).build();
    }

    @Override
    public Upsert ofVersion(long version) {
      Map<String, AttributeValue> telling = new HashMap<>(set);
      telling.put(RowCodec.CHANGED_IN, AttributeValue.fromN(Long.toString(version)));
      return new Upsert(number, telling, remove, isNew);
    }

    /**
     * Attribute {@code Size} is called {@code #Size} in it, and so are all others, since some of
     * their names are reserved words.
     */
    Update update(String table) {
      Map<String, String> names = new HashMap<>();
      Map<String, AttributeValue> values = new HashMap<>();
      set.forEach((name, value) -> values.put(":" + name, value));
      set.keySet().forEach(name -> names.put("#" + name, name));
      remove.forEach(name -> names.put("#" + name, name));
      String expression =
          set.keySet().stream()
              .map(name -> "#" + name + " = :" + name)
              .collect(joining(", ", "SET ", ""));
      if (!remove.isEmpty()) {
        expression +=
            remove.stream().map(name -> "#" + name).collect(joining(", ", " REMOVE ", ""));
      }
      Update.Builder update =
          Update.builder()
              .tableName(table)
              .key(key(number))
              .updateExpression(expression)
              .expressionAttributeNames(names)
              .expressionAttributeValues(values);
      if (isNew) {
        update.conditionExpression("attribute_not_exists(" + RowCodec.ID + ")");
      }
      return update.build();
    }
  }

  /** Removes attributes from a row that exists. */
  record Strip(int number, Set<String> remove) implements RowChange {
    public Strip {
      remove = Set.copyOf(remove);
    }

    @Override
    public TransactWriteItem in(String table) {
      Map<String, String> names = new HashMap<>();
      remove.forEach(name -> names.put("#" + name, name));
      String expression = names.keySet().stream().sorted().collect(joining(", ", "REMOVE ", ""));
      return TransactWriteItem.builder()
          .update(
              update ->
                  update
                      .tableName(table)
                      .key(key(number))
                      .updateExpression(expression)
                      .expressionAttributeNames(names)
                      .conditionExpression("attribute_exists(" + RowCodec.ID + ")"))
          .build();
    }
  }

  /** Deletes the row. */
  record Delete(int number) implements RowChange {
    @Override
    public TransactWriteItem in(String table) {
      return TransactWriteItem.builder()
          .delete(delete -> delete.tableName(table).key(key(number)))
          .build();
    }
  }
}
