package io.hsdo.table;

import io.hsdo.time.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Writes the steps of a save, each in a transaction.
 *
 * <p>The SDK by itself repeats what was throttled, cut off or still in progress, under one request
 * token, so that a transaction whose answer got lost is not taken for somebody else's. Only
 * transactions that were cancelled are repeated here.
 */
final class StepWriter {
  /** Outlasts a burst of other writers, and together with the pauses ends within a second. */
  private static final int MAX_ATTEMPTS = 5;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /**
   * DynamoDB lets a transaction that got stuck be finished by a repetition 5 s after the first
   * attempt; the call must last until then.
   */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final Set<String> TRANSIENT =
      Set.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final DynamoDbClient client;
  private final String table;
  private final TableFailures failures;
  private final Sleeper sleeper;

  StepWriter(DynamoDbClient client, String table, TableFailures failures, Sleeper sleeper) {
    this.client = client;
    this.table = table;
    this.failures = failures;
    this.sleeper = sleeper;
  }

  /**
   * Writes {@code step}, on condition that the table has the version that it replaces.
   *
   * @throws VersionConflictException if it has not; nothing is written
   * @throws SlotListStoreException if the table cannot be written
   */
  void write(SaveStep step) {
    TransactWriteItemsRequest request = transaction(step);
    for (int attempt = 1; ; attempt++) {
      try {
        client.transactWriteItems(request);
        return;
      } catch (TransactionCanceledException e) {
        List<String> reasons = e.cancellationReasons().stream().map(StepWriter::code).toList();
        if (reasons.contains(CONDITION_FAILED) || saysSo(e, reasons)) {
          throw new VersionConflictException(
              "table '" + table + "' changed since it was read with " + expected(step));
        }
        if (attempt == MAX_ATTEMPTS || !TRANSIENT.containsAll(reasons)) {
          throw failedWrite(step, e);
        }
        pauseAfter(attempt);
      } catch (SdkException e) {
        throw failedWrite(step, e);
      }
    }
  }

  /** Not every emulator of DynamoDB names what went well. */
  private static String code(CancellationReason reason) {
    return Objects.requireNonNullElse(reason.code(), "None");
  }

  /** Not every emulator of DynamoDB gives the reasons apart from its message. */
  private static boolean saysSo(TransactionCanceledException e, List<String> reasons) {
    return reasons.isEmpty() && String.valueOf(e.getMessage()).contains(CONDITION_FAILED);
  }

  private static String expected(SaveStep step) {
    return step.replaces().map(version -> "version " + version).orElse("no header");
  }

  private SlotListStoreException failedWrite(SaveStep step, SdkException e) {
    String action = "write version " + step.header().version();
    // IAM knows a transaction by its parts alone; an emulator may have these and no transaction.
    String needed =
        TableFailures.isNotOffered(e)
            ? "dynamodb:TransactWriteItems"
            : "dynamodb:UpdateItem and dynamodb:DeleteItem";
    return failures.of(action, needed, e);
  }

  private TransactWriteItemsRequest transaction(SaveStep step) {
    List<TransactWriteItem> items = new ArrayList<>();
    step.rows().forEach(row -> items.add(row.in(table)));
    // Last: not every emulator of DynamoDB hides a transaction until all of it is done, and who
    // sees the new version reads the rows.
    items.add(TransactWriteItem.builder().update(headerUpdate(step)).build());
    return TransactWriteItemsRequest.builder()
        .transactItems(items)
        .overrideConfiguration(override -> override.apiCallTimeout(TRANSACTION_TIMEOUT))
        .build();
  }

  private Update headerUpdate(SaveStep step) {
    Update update = HeaderCodec.change(step.header()).update(table);
    if (step.replaces().isEmpty()) {
      return update.toBuilder().conditionExpression("attribute_not_exists(#Version)").build();
    }
    Map<String, AttributeValue> values = new HashMap<>(update.expressionAttributeValues());
    values.put(":replaced", AttributeValue.fromN(step.replaces().get().toString()));
    return update.toBuilder()
        .conditionExpression("#Version = :replaced")
        .expressionAttributeValues(values)
        .build();
  }

  /** A random time that grows with the attempts, so that writers who met do not meet again. */
  private void pauseAfter(int attempt) {
    long longest = FIRST_PAUSE.toMillis() << (attempt - 1);
    try {
      // The seed of any other generator may be in a snapshot, and all who start from it wait alike.
      sleeper.sleep(new SecureRandom().nextLong(longest) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SlotListStoreException(
          "interrupted before another attempt to write table '" + table + "'", e);
    }
  }
}
