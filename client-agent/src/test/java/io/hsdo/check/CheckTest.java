package io.hsdo.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.reconcile.Placement;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no real HAProxy or disk of a test brings about; the rest is tested in 'local'. */
class CheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:13:07Z");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindOfMistakeIsInTheDocumentation(Kind kind) throws IOException {
    assertThat(Files.readString(Path.of("../docs/agent.md"))).contains("`" + kind.title() + "`");
  }

  @Test
  void socketThatIsNotPermittedSaysWhatToSet() {
    assertThat(lines(Problem.NOT_PERMITTED, new CacheFacts.Off()))
        .contains(
            "error   socket: no way in; set 'user', 'group' and 'mode 660' on its 'stats socket',"
                + " or run this as its user");
  }

  @Test
  void folderThatCannotBeWrittenIsFound() {
    assertThat(lines(Problem.REFUSED, CacheFacts.Impossible.folder("there is no folder /x")))
        .contains(
            "warning cache-folder: no list is kept for a start without DynamoDB: there is no folder"
                + " /x; create the folder for the agent's user, or set CLIENT_CACHE_PATH");
  }

  @Test
  void machineWithoutAnIdSaysHowToGetOne() {
    assertThat(lines(Problem.REFUSED, CacheFacts.Impossible.noMachineId()))
        .contains(
            "warning cache-folder: no list is kept for a start without DynamoDB: this machine has no"
                + " usable /etc/machine-id; run systemd-machine-id-setup, or mount the host's file");
  }

  @Test
  void fileThatWouldNotBeUsedIsFound() {
    assertThat(lines(Problem.REFUSED, new CacheFacts.Unusable("/x/y is not used: too old")))
        .contains(
            "warning cache-file: /x/y is not used: too old; start the agent: it writes a new one"
                + " once DynamoDB answers");
  }

  /** As the agent has it: a list that is growing has rows before its header says so. */
  @Test
  void listReachesToItsHighestRow() {
    var header = new Header(7, 3, NOW, NOW, PlanNotes.NONE, 0);
    SortedMap<Integer, Slot> slots = new TreeMap<>();
    SlotList.empty(5).slots().forEach(slot -> slots.put(slot.number(), slot));
    var table =
        new TableFacts.Read(
            new StoredList(Optional.of(header), new Rows(slots, List.of(), List.of(), true)));

    assertThat(lines(Problem.REFUSED, new CacheFacts.Off(), table))
        .contains("ok      list: version 7 of 5 slots, found right 0 s ago");
  }

  /** Clocks that are right differ by a little, and a heartbeat is no prophecy. */
  @Test
  void clockMayBeAheadByAsMuchAsTheRefreshTolerates() {
    assertThat(lines(Problem.REFUSED, new CacheFacts.Off(), foundRightIn(10)))
        .contains("ok      list: version 7 of 3 slots, found right 0 s ago");
    assertThat(lines(Problem.REFUSED, new CacheFacts.Off(), foundRightIn(11)))
        .contains(
            "warning clock: version 7 of 3 slots was found right 11 s from now, by its clock; set"
                + " the clock of this host, or of the refresh's: ages and the kept list go by them");
  }

  private static TableFacts foundRightIn(int seconds) {
    SortedMap<Integer, Slot> slots = new TreeMap<>();
    SlotList.empty(3).slots().forEach(slot -> slots.put(slot.number(), slot));
    return new TableFacts.Read(
        new StoredList(
            Optional.of(new Header(7, 3, NOW, NOW.plusSeconds(seconds), PlanNotes.NONE, 0)),
            new Rows(slots, List.of(), List.of(), true)));
  }

  @Test
  void onlyErrorsFailACheck() {
    var warning = new Finding.Mistake(Kind.HEARTBEAT_OLD, "old", "start it");
    var error = new Finding.Mistake(Kind.TABLE, "gone", "create it");

    assertThat(new Report(List.of(warning)).hasErrors()).isFalse();
    assertThat(new Report(List.of(warning, error)).hasErrors()).isTrue();
    assertThat(new Report(List.of(warning, error)).summary()).isEqualTo("1 error(s), 1 warning(s)");
  }

  private static List<String> lines(Problem problem, CacheFacts cache) {
    return lines(problem, cache, new TableFacts.Read(new StoredList(Optional.empty(), Rows.NONE)));
  }

  private static List<String> lines(Problem problem, CacheFacts cache, TableFacts table) {
    return new Facts(
            List.of(),
            Placement.EVERYWHERE,
            new HaproxyFacts.Unreachable(problem, "no way in"),
            Optional.empty(),
            table,
            cache,
            NOW)
        .findings().stream().map(Report::line).toList();
  }
}
