package io.hsdo.refresh;

import static io.hsdo.commands.Fixture.LONG_AGO;
import static io.hsdo.commands.Fixture.NOW;
import static io.hsdo.commands.Fixture.serving;
import static io.hsdo.commands.Fixture.unexplained;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.commands.Fixture;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.DrainReason;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptReportTest {
  private final Fixture fixture = new Fixture();

  /** Of six, 2 and 3 are gone for long, 4 for a minute, 5 is called unhealthy. */
  @BeforeEach
  void fourAreInTrouble() {
    fixture.store(
        serving(1, 10, LONG_AGO),
        unexplained(2, NOW.minus(Duration.ofMinutes(5))),
        unexplained(3, NOW.minus(Duration.ofMinutes(5))),
        unexplained(4, NOW.minus(Duration.ofMinutes(1))),
        serving(5, 10, LONG_AGO),
        serving(6, 10, LONG_AGO));
    fixture.serves(1, 6);
    fixture.says(2, new MemberState.Absent());
    fixture.says(3, new MemberState.Absent());
    fixture.says(4, new MemberState.Absent());
    fixture.says(5, new MemberState.Draining(DrainReason.UNHEALTHY, false));
  }

  @Test
  void ofEveryMemberThatWasNamedItSaysWhatBecame() {
    AcceptReport report = accept("i-2", "i-3", "i-4", "i-5", "i-6", "i-77");

    assertThat(report.text())
        .isEqualTo(
            """
            i-2: left slot 2: released: not listed since 2026-03-01T11:55:00Z, accepted by an operator
            i-3: left slot 3: released: not listed since 2026-03-01T11:55:00Z, accepted by an operator
            i-4: keeps slot 4: not listed since 2026-03-01T11:59:00Z
            i-5: drains in slot 5: unhealthy
            i-6: keeps slot 6: it was not held
            i-77: has no slot
            """);
    assertThat(report.leavesServing()).isTrue();
  }

  @Test
  void whoIsHeldAndNotNamedStaysHeldAndIsNotSpokenOf() {
    AcceptReport report = accept("i-3");

    assertThat(report.text())
        .isEqualTo(
            "i-3: left slot 3: released: not listed since 2026-03-01T11:55:00Z, accepted by an operator\n");
    assertThat(report.leavesServing()).isFalse();
    assertThat(fixture.plan(acceptance("i-3")).plan().held())
        .extracting(held -> held.member().id())
        .containsExactly("i-5");
  }

  @Test
  void asJsonEachMemberIsAName() {
    assertThat(accept("i-3", "i-77").json())
        .isEqualTo(
            """
            {
              "i-3" : "left slot 3: released: not listed since 2026-03-01T11:55:00Z, accepted by an operator",
              "i-77" : "has no slot"
            }
            """);
  }

  @Test
  void anAcceptanceThatIsOldLetsNobodyGo() {
    Trigger old = new Trigger.Accept(Set.of("i-3"), NOW);

    AcceptReport report = new AcceptReport(List.of("i-3"), fixture.plan(old).plan());

    assertThat(report.text())
        .isEqualTo(
            "i-3: still held in slot 3: released: not listed since 2026-03-01T11:55:00Z, but 1 of 1"
                + " removals of this hour are spent\n");
    assertThat(report.leavesServing()).isTrue();
  }

  private AcceptReport accept(String... ids) {
    return new AcceptReport(List.of(ids), fixture.plan(acceptance(ids)).plan());
  }

  private static Trigger acceptance(String... ids) {
    return Trigger.Accept.now(new LinkedHashSet<>(List.of(ids)), NOW);
  }
}
