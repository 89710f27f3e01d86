package io.hsdo.table;

import io.hsdo.aws.Pages;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.time.Sleeper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The slot list of one service in DynamoDB. */
public final class DynamoDbSlotListStore implements SlotListStore {
  private final DynamoDbClient client;
  private final String table;
  private final TableFailures failures;
  private final StepWriter writer;

  public DynamoDbSlotListStore(DynamoDbClient client, String table) {
    this(client, table, Thread::sleep);
  }

  DynamoDbSlotListStore(DynamoDbClient client, String table, Sleeper sleeper) {
    this.client = client;
    this.table = table;
    this.failures = new TableFailures(client, table);
    this.writer = new StepWriter(client, table, failures, sleeper);
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
      throw failures.of("read the header", "dynamodb:GetItem", e);
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
      throw failures.of("read the rows", "dynamodb:Scan", e);
    }
  }

  @Override
  public Header save(StoredList read, SlotList next, PlanNotes notes, Instant now) {
    Optional<Header> header = read.header();
    for (SaveStep step : SaveStep.plan(read, next, notes, now)) {
      writer.write(step);
      header = Optional.of(step.header());
    }
    return header.orElseThrow();
  }

  @Override
  public void handBack(StoredList read) {
    Header header = read.header().orElseThrow();
    for (List<Integer> rows : SaveStep.batches(List.copyOf(read.rows().slots().keySet()))) {
      Header next = header.next();
      List<RowChange> strips = rows.stream().<RowChange>map(RowCodec::strip).toList();
      writer.write(new SaveStep(Optional.of(header.version()), next, strips));
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
      // The SDK asks again where an answer got lost, and finds what its first attempt has deleted.
      if (header(Consistency.STRONG).isPresent()) {
        throw new VersionConflictException(
            "table '" + table + "' no longer has version " + version + ": hand it back anew");
      }
    } catch (SdkException e) {
      throw failures.of("delete the header", "dynamodb:DeleteItem", e);
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
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      // Somebody has written since, or does so now: their beat is as good as ours.
    } catch (SdkException e) {
      throw failures.of("write the heartbeat", "dynamodb:UpdateItem", e);
    }
  }
}
