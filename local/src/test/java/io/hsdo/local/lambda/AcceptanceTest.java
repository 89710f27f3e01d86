package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the built jar answers an operator who lets held members go. */
class AcceptanceTest {
  private static final Pattern SUGGESTED = Pattern.compile("--payload (.*), or run ");

  private final Stage stage = new Stage();
  private LocalLambda function;

  /** Three vanished together, of whom the budget let one go. */
  @BeforeEach
  void twoAreHeld() throws Exception {
    stage.createTable();
    function =
        stage.start(Duration.ofSeconds(25), Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "5"));
    stage.assertSucceeds(Events.scheduled());
    SlotList seated = stage.list();
    stage
        .store()
        .save(
            stage.store().load(),
            new SlotList(
                List.of(
                    longServing(seated.slot(1)),
                    longServing(seated.slot(2)),
                    vanished(3),
                    vanished(4),
                    vanished(5))),
            PlanNotes.NONE,
            Instant.now());
    stage.assertSucceeds(Events.scheduled());
    assertThat(stage.list().slot(3)).isEqualTo(new Slot.Empty(3));
  }

  @AfterEach
  void stopEverything() {
    stage.close();
  }

  @Test
  void theCommandOfTheLogLetsThemGoAndIsAnsweredSo() throws Exception {
    Invocation.Result result = stage.invoke(shell(suggested()));

    assertThat(result.failed()).as(result.body()).isFalse();
    assertThat(JSON.std.mapFrom(result.body()))
        .hasSize(2)
        .hasEntrySatisfying("i-4", fate -> assertLeft(fate, 4))
        .hasEntrySatisfying("i-5", fate -> assertLeft(fate, 5));
    assertThat(stage.list().members()).hasSize(2);
  }

  @Test
  void whoIsNotNamedStaysHeldAndWhoIsNotHeldStaysToo() throws Exception {
    String serves = stage.memberOfSlot(1);

    Invocation.Result result =
        stage.invoke(
            """
            {"hsdo":"accept","members":["i-4","%s","i-77"],"until":"%s"}"""
                .formatted(serves, Instant.now().plusSeconds(60)));

    assertThat(JSON.std.mapFrom(result.body()))
        .hasEntrySatisfying("i-4", fate -> assertLeft(fate, 4))
        .containsEntry(serves, "keeps slot 1: it was not held")
        .containsEntry("i-77", "has no slot");
    assertThat(stage.memberOfSlot(5)).isEqualTo("i-5");
  }

  @Test
  void aCommandThatIsPastOrCannotBeReadFailsWithTheReason() throws Exception {
    Invocation.Result past =
        stage.invoke(
            """
            {"hsdo":"accept","members":["i-4"],"until":"2026-03-01T02:20:00Z"}""");
    Invocation.Result unreadable = stage.invoke("{\"hsdo\":\"accept\",\"members\":\"i-4\"}");

    assertThat(List.of(past, unreadable)).allMatch(Invocation.Result::failed);
    assertThat(past.body())
        .contains("the command is refused: until is 2026-03-01T02:20:00Z, which is past: look at");
    assertThat(unreadable.body()).contains("the command is refused: the event has no text 'until'");
    assertThat(stage.memberOfSlot(4)).isEqualTo("i-4");
  }

  private static void assertLeft(Object fate, int slot) {
    assertThat(String.valueOf(fate))
        .startsWith("left slot " + slot + ": released: not listed since ")
        .endsWith(", accepted by an operator");
  }

  private String suggested() {
    Matcher command = SUGGESTED.matcher(function.output());
    assertThat(command.find()).as(function.output()).isTrue();
    return command.group(1);
  }

  /** What a shell makes of an argument. */
  private static String shell(String argument) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "-c", "printf %s " + argument).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Else it is nobody whom the others could be let go for. */
  private static Slot longServing(Slot slot) {
    return serving(slot.number(), slot.occupant().orElseThrow(), Optional.empty());
  }

  private static Slot vanished(int number) {
    return serving(
        number,
        new Member("i-" + number, Address.of("10.0.0." + number), "web", Optional.empty()),
        Optional.of(Instant.now().minus(Duration.ofMinutes(5))));
  }

  private static Slot serving(int number, Member member, Optional<Instant> missingSince) {
    return new Slot.Serving(number, member, 10, Optional.of(Instant.EPOCH), missingSince);
  }
}
