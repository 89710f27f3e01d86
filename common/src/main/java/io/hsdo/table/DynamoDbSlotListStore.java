package io.hsdo.table;

import io.hsdo.aws.Pages;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.time.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The slot list of one service in DynamoDB.
 *
 * <p>The SDK by itself repeats what was throttled, cut off or still in progress, under one request
 * token, so that a transaction whose answer got lost is not taken for somebody else's. Only
 * transactions that were cancelled are repeated here.
 */
public final class DynamoDbSlotListStore implements SlotListStore {
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
  private final Sleeper sleeper;

  public DynamoDbSlotListStore(DynamoDbClient client, String table) {
    this(client, table, Thread::sleep);
  }

  DynamoDbSlotListStore(DynamoDbClient client, String table, Sleeper sleeper) {
    this.client = client;
    this.table = table;
    this.sleeper = sleeper;
  }

  @Override
  public Optional<Header> header(Consistency consistency) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(RowChange.key(HeaderCodec.NUMBER))
            .consistentRead(consistency == Consistency.STRONG)
            .build();
    try {
      return HeaderCodec.decode(table, client.getItem(request).item());
    } catch (SdkException e) {
      throw failure("read the header", "dynamodb:GetItem", e);
    }
  }

  @Override
  public Rows rows(Consistency consistency) {
    ScanRequest.Builder request =
        ScanRequest.builder().tableName(table).consistentRead(consistency == Consistency.STRONG);
    try {
      return RowCodec.decode(
          Pages.of(
                  key -> client.scan(request.exclusiveStartKey(key).build()),
                  ScanResponse::lastEvaluatedKey)
              .flatMap(page -> page.items().stream())
              .toList());
    } catch (SdkException e) {
      throw failure("read the rows", "dynamodb:Scan", e);
    }
  }

  @Override
  public Header save(Stored read, SlotList next, PlanNotes notes, Instant now) {
    Optional<Header> header = read.header();
    for (SaveStep step : SaveStep.plan(read, next, notes, now)) {
      write(step);
      header = Optional.of(step.header());
    }
    return header.orElseThrow();
  }

  private void write(SaveStep step) {
    TransactWriteItemsRequest request = transaction(step);
    for (int attempt = 1; ; attempt++) {
      try {
        client.transactWriteItems(request);
        return;
      } catch (TransactionCanceledException e) {
        List<String> reasons =
            e.cancellationReasons().stream().map(CancellationReason::code).toList();
        if (reasons.contains(CONDITION_FAILED)) {
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

  private static String expected(SaveStep step) {
    return step.replaces().map(version -> "version " + version).orElse("no header");
  }

  private SlotListStoreException failedWrite(SaveStep step, SdkException e) {
    String action = "write version " + step.header().version();
    return failure(action, "dynamodb:UpdateItem and dynamodb:DeleteItem", e);
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

  @Override
  public void handBack(Stored read) {
    Header header = read.header().orElseThrow();
    for (List<Integer> rows : SaveStep.batches(List.copyOf(read.rows().slots().keySet()))) {
      Header next = header.next();
      List<RowChange> strips = rows.stream().<RowChange>map(RowCodec::strip).toList();
      write(new SaveStep(Optional.of(header.version()), next, strips));
      header = next;
    }
    deleteHeader(header.version());
  }

  private void deleteHeader(long version) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(table)
                  .key(RowChange.key(HeaderCodec.NUMBER))
                  .conditionExpression("Version = :version")
                  .expressionAttributeValues(
                      Map.of(":version", AttributeValue.fromN(Long.toString(version)))));
    } catch (ConditionalCheckFailedException e) {
      throw new VersionConflictException(
          "table '" + table + "' no longer has version " + version + ": hand it back anew");
    } catch (SdkException e) {
      throw failure("delete the header", "dynamodb:DeleteItem", e);
    }
  }

  @Override
  public void heartbeat(long version, Instant now) {
    UpdateItemRequest request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(RowChange.key(HeaderCodec.NUMBER))
            .updateExpression("SET CheckedAt = :now")
            .conditionExpression("Version = :version AND (CheckedAt < :now OR CheckedAt > :latest)")
            .expressionAttributeValues(
                Map.of(
                    ":now", AttributeValue.fromS(HeaderCodec.text(now)),
                    ":latest",
                        AttributeValue.fromS(HeaderCodec.text(now.plus(ClockSkew.TOLERATED))),
                    ":version", AttributeValue.fromN(Long.toString(version))))
            .build();
    try {
      client.updateItem(request);
    } catch (ConditionalCheckFailedException e) {
      // Somebody has written since: their beat is as good as ours.
    } catch (SdkException e) {
      throw failure("write the heartbeat", "dynamodb:UpdateItem", e);
    }
  }

  private SlotListStoreException failure(String action, String permission, SdkException e) {
    return new SlotListStoreException(
        "could not " + action + " of table '" + table + "': " + reason(permission, e), e);
  }

  private String reason(String permission, SdkException e) {
    if (e instanceof ResourceNotFoundException) {
      return "there is no such table in region "
          + client.serviceClientConfiguration().region()
          + ", check DYNAMODB_TABLE_NAME and AWS_REGION";
    }
    if (isDenied(e)) {
      return "allow " + permission + " on it (" + e.getMessage() + ")";
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        && "AccessDeniedException".equals(refused.awsErrorDetails().errorCode());
  }
}
