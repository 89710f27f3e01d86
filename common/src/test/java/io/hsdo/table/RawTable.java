package io.hsdo.table;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table as everybody else sees it: the Python program, an operator, a newer version. */
public interface RawTable {
  Optional<Map<String, AttributeValue>> item(int number);

  /** Creates or replaces the item with this {@code BackendServerID}. */
  void put(Map<String, AttributeValue> item);

  void delete(int number);

  /** Calls {@code hook} whenever the store has written to the list, until another one is set. */
  void afterEachWrite(Runnable hook);
}
