package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.table.VersionConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TakeOverTest {
  private static final boolean ALLOWED = true;
  private static final boolean NOT_ALLOWED = false;

  private final InMemorySlotListStore store = new InMemorySlotListStore();

  /** How long it was slept. */
  private final List<Long> sleeps = new ArrayList<>();

  private Runnable meanwhile = () -> {};

  @Test
  void newTableIsOurs() {
    requireOurs(NOT_ALLOWED);

    assertThat(sleeps).isEmpty();
  }

  @Test
  void tableWithAHeaderIsOurs() {
    saveOurs();

    requireOurs(NOT_ALLOWED);

    assertThat(sleeps).isEmpty();
  }

  @Test
  void tableThatLostItsHeaderIsOurs() {
    saveOurs();
    store.delete(0);

    requireOurs(NOT_ALLOWED);

    assertThat(sleeps).isEmpty();
  }

  @Test
  void tableOfThePythonProgramIsNotOursUntilSomebodySaysSo() {
    store.put(pythonRow(7));

    assertThatExceptionOfType(RefreshException.class)
        .isThrownBy(() -> requireOurs(NOT_ALLOWED))
        .withMessage(
            "table slots has no header, as one of the Python program: stop its server if there is"
                + " one, then set SERVER_TAKE_OVER=true");
    assertThat(sleeps).isEmpty();
  }

  @Test
  void tableThatAnotherRefreshBeginsMeanwhileIsReadAnew() {
    store.put(pythonRow(7));
    StoredList stored = store.load();
    saveOurs();

    assertThatExceptionOfType(VersionConflictException.class)
        .isThrownBy(() -> takeOver(NOT_ALLOWED).requireOurs(stored));
  }

  @Test
  void tableThatIsQuietForThreeSecondsMayBeTakenOver() {
    store.put(pythonRow(7));

    assertThatCode(() -> requireOurs(ALLOWED)).doesNotThrowAnyException();
    assertThat(sleeps).containsExactly(3000L);
  }

  @Test
  void tableThatIsStillWrittenMayNot() {
    store.put(pythonRow(7));
    meanwhile = () -> store.put(pythonRow(8));

    assertThatExceptionOfType(RefreshException.class)
        .isThrownBy(() -> requireOurs(ALLOWED))
        .withMessage("table slots is still being written: stop the Python program's server first");
  }

  @Test
  void damagedTableOfThePythonProgramIsNotOurs() {
    Map<String, AttributeValue> row = new HashMap<>(pythonRow(7));
    row.remove("Weight");
    store.put(row);

    assertThatExceptionOfType(RefreshException.class).isThrownBy(() -> requireOurs(NOT_ALLOWED));
  }

  @Test
  void interruptedTakeOverTakesNothingOver() {
    store.put(pythonRow(7));
    TakeOver takeOver =
        new TakeOver(
            store,
            "slots",
            ALLOWED,
            millis -> {
              throw new InterruptedException();
            });

    assertThatExceptionOfType(RefreshException.class)
        .isThrownBy(() -> takeOver.requireOurs(store.load()))
        .withMessage("interrupted while taking table slots over");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void requireOurs(boolean allowed) {
    takeOver(allowed).requireOurs(store.load());
  }

  private TakeOver takeOver(boolean allowed) {
    return new TakeOver(
        store,
        "slots",
        allowed,
        millis -> {
          sleeps.add(millis);
          meanwhile.run();
        });
  }

  private void saveOurs() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    store.save(
        store.load(), new SlotList(List.of(FakeFleet.seated(1, 1, now))), PlanNotes.NONE, now);
  }

  /** Slot 1 with member i-1, as the Python program writes it. */
  static Map<String, AttributeValue> pythonRow(int weight) {
    return Map.of(
        "BackendServerID", AttributeValue.fromN("1"),
        "IPAddress", AttributeValue.fromS("10.0.0.1"),
        "ServerName", AttributeValue.fromS("i-1"),
        "ASG", AttributeValue.fromS("web"),
        "Weight", AttributeValue.fromN(Integer.toString(weight)),
        "BackendServerStatus", AttributeValue.fromS("enabled"),
        "LastWeightUpdate", AttributeValue.fromS("2026-03-01 12:59:30.518223"));
  }
}
