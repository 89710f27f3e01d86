package io.hsdo.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class DynamoDbFailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00Z");

  private final SdkException unreachable =
      SdkClientException.create("Unable to execute HTTP request: Connection refused");
  private final List<Long> pauses = new ArrayList<>();

  @Test
  void missingTableNamesTheParametersThatChooseIt() {
    var store = store(ResourceNotFoundException.builder().message("not found").build());

    assertThatThrownBy(() -> store.header(Consistency.EVENTUAL))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessage(
            "could not read the header of table 'slots': there is no such table in region"
                + " eu-west-3, check DYNAMODB_TABLE_NAME and AWS_REGION, or wait until it has been"
                + " made")
        .hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void deniedCallNamesTheMissingPermission() {
    var denied = refused("AccessDeniedException", "not authorized");

    assertThatThrownBy(() -> store(denied).header(Consistency.STRONG))
        .hasMessageContaining("'slots'")
        .hasMessageContaining("allow dynamodb:GetItem")
        .hasMessageContaining("not authorized");
    assertThatThrownBy(() -> store(denied).rows(Consistency.STRONG))
        .hasMessageContaining("allow dynamodb:Scan");
    assertThatThrownBy(() -> store(denied).heartbeat(1, NOW))
        .hasMessageContaining("allow dynamodb:UpdateItem");
    assertThatThrownBy(() -> save(store(denied)))
        .hasMessageContaining("allow dynamodb:UpdateItem and dynamodb:DeleteItem");
  }

  @Test
  void emulatorWithoutTransactionsIsSaidToHaveNone() {
    var notOffered = refused("UnknownOperationException", "unknown");

    assertThatThrownBy(() -> save(store(notOffered)))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageStartingWith(
            "could not write version 1 of table 'slots': the endpoint does not offer"
                + " dynamodb:TransactWriteItems, use another (unknown");
    assertThatThrownBy(() -> store(notOffered).header(Consistency.STRONG))
        .hasMessageContaining("does not offer dynamodb:GetItem");
  }

  /** In the words of DynamoDB, and those of DynamoDB Local. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The provided key element does not match the schema",
        "One of the required keys was not given a value",
        "Type mismatch for key BackendServerID expected: S actual: N"
      })
  void tableOfAnotherKeyIsToldWhichKeyItNeeds(String words) {
    var mismatch = DynamoDbException.builder().message(words).build();

    assertThatThrownBy(() -> store(mismatch).header(Consistency.EVENTUAL))
        .hasMessage(
            "could not read the header of table 'slots': its key is another one than the number"
                + " BackendServerID (%s)",
            words);
  }

  @Test
  void hostWithoutCredentialsIsToldWhatToGiveIt() {
    var none = SdkClientException.create("Unable to load credentials from any of the providers");

    assertThatThrownBy(() -> store(none).header(Consistency.EVENTUAL))
        .hasMessage(
            "could not read the header of table 'slots': there are no credentials of AWS, give this"
                + " host a role or set AWS_PROFILE to one with keys or a credential_process, not"
                + " with another role (Unable to load credentials from any of the"
                + " providers)");
  }

  @Test
  void everyCallSaysWhatItAttemptedOnWhichTable() {
    assertThatThrownBy(() -> store(unreachable).header(Consistency.STRONG))
        .isInstanceOf(SlotListStoreException.class)
        .hasCause(unreachable)
        .hasMessage(
            "could not read the header of table 'slots': Unable to execute HTTP request:"
                + " Connection refused");
    assertThatThrownBy(() -> store(unreachable).rows(Consistency.STRONG))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageStartingWith("could not read the rows of table 'slots': ");
    assertThatThrownBy(() -> store(unreachable).heartbeat(1, NOW))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageStartingWith("could not write the heartbeat of table 'slots': ");
    assertThatThrownBy(() -> save(store(unreachable)))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageStartingWith("could not write version 1 of table 'slots': ");
  }

  @Test
  void scanThatFailsOnItsSecondPageFails() {
    var store =
        new DynamoDbSlotListStore(
            new ScriptedClient(List.of(unreachable)) {
              @Override
              public ScanResponse scan(ScanRequest request) {
                return request.hasExclusiveStartKey()
                    ? super.scan(request)
                    : ScanResponse.builder().lastEvaluatedKey(RowChange.key(1)).build();
              }
            },
            "slots");

    assertThatThrownBy(() -> store.rows(Consistency.STRONG))
        .isInstanceOf(SlotListStoreException.class)
        .hasCause(unreachable);
  }

  @Test
  void cancellationThatPassesIsTriedAgainAfterAPause() {
    var store =
        store(
            cancelled("TransactionConflict", "None"),
            cancelled("None", "ThrottlingError"),
            cancelled("None", "ProvisionedThroughputExceeded"));

    assertThat(save(store).version()).isOne();

    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(1L, 50L);
    assertThat(pauses.get(1)).isBetween(1L, 100L);
    assertThat(pauses.get(2)).isBetween(1L, 200L);
  }

  @Test
  void cancellationThatDoesNotPassIsGivenUp() {
    var conflict = cancelled("TransactionConflict", "None");
    var store = store(conflict, conflict, conflict, conflict, conflict);

    assertThatThrownBy(() -> save(store))
        .isInstanceOf(SlotListStoreException.class)
        .hasCause(conflict);

    assertThat(pauses).hasSize(4);
  }

  @Test
  void cancellationForAnotherReasonIsNotTriedAgain() {
    var invalid = cancelled("TransactionConflict", "ValidationError");

    assertThatThrownBy(() -> save(store(invalid)))
        .isInstanceOf(SlotListStoreException.class)
        .hasCause(invalid);

    assertThat(pauses).isEmpty();
  }

  @Test
  void failedConditionOfTheHeaderIsAConflictWhateverTheRowsSay() {
    assertThatThrownBy(
            () -> save(store(cancelled("ConditionalCheckFailed", "TransactionConflict"))))
        .isInstanceOf(VersionConflictException.class)
        .hasMessageContaining("table 'slots' changed since it was read with no header");
  }

  /** As some emulators of DynamoDB have it. */
  @Test
  void failedConditionThatOnlyTheMessageTellsIsAConflictToo() {
    var cancelled =
        TransactionCanceledException.builder().message("ConditionalCheckFailed on Update").build();

    assertThatThrownBy(() -> save(store(cancelled))).isInstanceOf(VersionConflictException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void heartbeatDuringSomebodyElsesTransactionIsLeftToThem() {
    var conflict =
        TransactionConflictException.builder()
            .message("Transaction is ongoing for the item")
            .build();

    assertThatNoException().isThrownBy(() -> store(conflict).heartbeat(1, NOW));
  }

  @Test
  void headerThatWasDeletedAlthoughNobodyHeardOfItIsHandedBack() {
    var client = new ScriptedClient(List.of());
    var store = new DynamoDbSlotListStore(client, "slots");

    assertThatNoException().isThrownBy(() -> store.handBack(ofVersion(1)));

    client.header = HeaderCodec.change(ofVersion(3).header().orElseThrow()).set();
    assertThatThrownBy(() -> store.handBack(ofVersion(1)))
        .isInstanceOf(VersionConflictException.class);
  }

  @Test
  void interruptedPauseEndsTheSaveAndKeepsTheInterrupt() {
    var store =
        new DynamoDbSlotListStore(
            new ScriptedClient(List.of(cancelled("TransactionConflict"))),
            "slots",
            millis -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> save(store))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageContaining("'slots'")
        .hasCauseInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private DynamoDbSlotListStore store(SdkException... failures) {
    return new DynamoDbSlotListStore(
        new ScriptedClient(List.of(failures)), "slots", millis -> pauses.add(millis));
  }

  private static Header save(SlotListStore store) {
    var read = new StoredList(Optional.empty(), Rows.NONE);
    return store.save(read, SlotList.empty(1), PlanNotes.NONE, NOW);
  }

  private static StoredList ofVersion(long version) {
    var header = new Header(version, 1, NOW, NOW, PlanNotes.NONE, 0);
    return new StoredList(Optional.of(header), Rows.NONE);
  }

  private static SdkException refused(String code, String message) {
    return DynamoDbException.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  private static TransactionCanceledException cancelled(String... codes) {
    return TransactionCanceledException.builder()
        .message("Transaction cancelled")
        .cancellationReasons(
            Stream.of(codes).map(code -> CancellationReason.builder().code(code).build()).toList())
        .build();
  }

  /** Fails as often as there are failures, and then answers that all is well. */
  private static class ScriptedClient implements DynamoDbClient {
    private final List<SdkException> failures;
    private Map<String, AttributeValue> header = Map.of();

    ScriptedClient(List<SdkException> failures) {
      this.failures = new ArrayList<>(failures);
    }

    private void failIfDue() {
      if (!failures.isEmpty()) {
        throw failures.remove(0);
      }
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      failIfDue();
      return GetItemResponse.builder().item(header).build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
      failIfDue();
      return ScanResponse.builder().build();
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      failIfDue();
      return TransactWriteItemsResponse.builder().build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
      failIfDue();
      return UpdateItemResponse.builder().build();
    }

    /** Whatever is to be deleted on a condition has been, by a first attempt or somebody else. */
    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
      throw ConditionalCheckFailedException.builder().message("The condition failed").build();
    }

    @Override
    public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
      return DynamoDbServiceClientConfiguration.builder().region(Region.EU_WEST_3).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
