package io.hsdo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state table of the refresh, a line for each case of each of its rows, in its order: the first
 * row that matches decides. {@link Row} says how a line is read.
 */
class StateTableTest {
  @ParameterizedTest(name = "{0} | {1} | {2} | {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # EC2 shutting-down, terminated, stopping, stopped: release (after completing our hook)
          stopped          | serving 10                            | schedule  | left  | released
          stopped          | draining terminating 9s hook 21s      | schedule  | left  | hook completed, released
          stopped          | draining terminating 239s hook 0s     | schedule  | left  | hook completed, released
          stopped:wait     | serving 10                            | schedule  | left  | hook completed, released
          stopped:wait     | none                                  | schedule  | left  | hook completed, waits
          stopped          | none                                  | schedule  | left  | waits
          stopped          | draining standby 9s                   | schedule  | left  | released
          stopped          | serving 10                            | spot 0s   | left  | released
          stopped          | serving 10                            | schedule  | spent | released

          # Terminating*, Detaching: drain (told)
          terminating      | serving 10                            | schedule  | spent | drains: terminating
          terminating      | draining terminating 9999s            | schedule  | left  | drains on
          terminating      | none                                  | schedule  | left  | waits
          detaching        | serving 10                            | schedule  | spent | drains: detaching
          detaching        | draining detaching 9999s              | schedule  | left  | drains on
          terminating      | draining unhealthy 9s                 | schedule  | left  | drains: terminating
          terminating      | draining spot-interruption 9s         | schedule  | left  | drains: terminating
          detaching        | draining terminating 9s               | schedule  | left  | drains on

          # ... and our hook: until DrainUntil = now + SERVER_DRAIN_SECONDS; CONTINUE first, release after
          terminating:wait | serving 10                            | schedule  | left  | hook kept, drains: terminating
          terminating:wait | draining terminating 9999s hook 1s    | schedule  | left  | hook kept, drains on
          terminating:wait | draining terminating 30s hook 0s      | schedule  | left  | hook completed, drains on
          terminating:wait | draining terminating 9999s            | schedule  | left  | hook kept, drains on
          terminating      | draining terminating 99s hook 0s      | schedule  | left  | drains on
          terminating:wait | none                                  | schedule  | left  | hook completed, waits
          terminating:wait, group removed | none                   | schedule  | left  | waits

          # spot interruption warning (event): drain (told); believed for 2 minutes after its time
          serving          | serving 10                            | spot 0s   | spent | drains: spot-interruption
          unknown          | serving 10                            | spot 119s | spent | drains: spot-interruption
          serving          | serving 10                            | spot 120s | left  | stays
          unknown          | draining standby 9s                   | spot 0s   | left  | drains: spot-interruption
          unknown          | draining terminating 9s               | spot 0s   | left  | drains on
          # ... undone only if 10 minutes later group and EC2 both still say healthy
          serving          | draining spot-interruption 599s       | schedule  | left  | drains on
          serving          | draining spot-interruption 600s       | schedule  | left  | weight 1
          unknown          | draining spot-interruption 600s       | schedule  | left  | drains on
          unhealthy        | draining spot-interruption 600s       | schedule  | left  | drains on
          standby          | draining spot-interruption 9s         | schedule  | left  | drains on

          # EnteringStandby, Standby: drain (told), keep the slot; ramp again when it returns
          standby          | serving 10                            | schedule  | spent | drains: standby
          standby          | draining standby 9999s                | schedule  | left  | drains on
          unknown          | draining standby 9999s                | schedule  | left  | drains on
          serving          | draining standby 9999s                | schedule  | left  | weight 1
          standby          | none                                  | schedule  | left  | waits

          # ReplacingRootVolume*, RootVolumeReplaced: drain (told), keep the slot; ramp again when it returns
          root-volume      | serving 10                            | schedule  | spent | drains: root-volume
          root-volume      | draining root-volume 9999s            | schedule  | left  | drains on
          root-volume:wait | serving 10                            | schedule  | left  | hook kept, drains: root-volume
          root-volume:wait | draining root-volume 30s hook 1s      | schedule  | left  | hook kept, drains on
          root-volume:wait | draining root-volume 30s hook 0s      | schedule  | left  | hook completed, drains on
          root-volume:wait | none                                  | schedule  | left  | hook completed, waits
          root-volume      | draining root-volume 99s hook 0s      | schedule  | left  | drains on
          terminating:wait | draining root-volume 600s             | schedule  | left  | hook kept, drains: terminating
          root-volume, group removed | draining group-removed 29s  | schedule  | spent | drains on
          unknown          | draining root-volume 9999s            | schedule  | left  | drains on
          serving          | draining root-volume 99s hook 0s      | schedule  | left  | weight 1
          terminating      | draining root-volume 9s               | schedule  | left  | drains: terminating
          root-volume      | draining terminating 9s               | schedule  | left  | drains on
          absent           | draining root-volume 9s missing 180s  | schedule  | spent | held

          # Terminating:Retained: drain, then release
          retained         | serving 10                            | schedule  | spent | drains: retained
          retained         | draining terminating 29s              | schedule  | left  | drains on
          retained         | draining terminating 30s              | schedule  | left  | released
          retained         | draining terminating 30s hook 1s      | schedule  | left  | drains on
          retained         | none                                  | schedule  | left  | waits
          serving          | draining retained 9999s               | schedule  | left  | drains on
          absent           | draining retained 9s                  | schedule  | spent | released

          # Warmed:*: drain, then release
          warmed           | serving 10                            | schedule  | spent | drains: warmed
          warmed           | draining warmed 29s                   | schedule  | left  | drains on
          warmed           | draining warmed 30s                   | schedule  | left  | released
          warmed:wait      | serving 10                            | schedule  | left  | hook kept, drains: warmed
          warmed:wait      | draining warmed 30s hook 1s           | schedule  | left  | hook kept, drains on
          warmed:wait      | draining warmed 30s hook 0s           | schedule  | left  | hook completed, released
          warmed:wait      | none                                  | schedule  | left  | hook completed, waits
          warmed           | none                                  | schedule  | left  | waits

          # group says Unhealthy, Consul critical: drain (advised): only inside the removal budget, else held
          unhealthy        | serving 10                            | schedule  | left  | drains: unhealthy
          unhealthy        | serving 10                            | schedule  | spent | held
          unhealthy        | serving 10                            | accept 0s | spent | drains: unhealthy
          unhealthy        | serving 10                            | accept 600s | spent | held
          unhealthy        | draining unhealthy 9999s              | schedule  | spent | drains on
          unhealthy        | draining standby 9s                   | schedule  | spent | drains: unhealthy
          unhealthy        | draining operator 9s                  | schedule  | spent | drains on
          serving          | draining unhealthy 9s                 | schedule  | spent | weight 1
          unhealthy        | none                                  | schedule  | left  | waits

          # rebalance recommendation (event): only starts a pass
          serving          | serving 10                            | rebalance | left  | stays
          unknown          | serving 10                            | rebalance | left  | stays

          # InService and EC2 calls it running: seat it, or keep it and ramp it; never undoes a
          # drain for terminating, spot or ec2-state
          serving          | none                                  | schedule  | spent | seated, weight 1
          serving          | serving 10                            | schedule  | spent | stays
          serving          | serving 3 120s                        | schedule  | spent | weight 5
          serving          | draining terminating 9999s            | schedule  | left  | drains on
          serving          | draining ec2-state 9999s              | schedule  | left  | drains on
          serving          | draining operator 9999s               | schedule  | left  | drains on
          serving          | draining group-removed 9s             | schedule  | left  | weight 1
          serving          | serving 10 missing 179s               | schedule  | left  | stays

          # absent or NotFound, from a group that answered, for 3 minutes: unexplained: release
          # inside the removal budget, else held
          absent           | serving 10                            | schedule  | left  | stays
          absent           | serving 10 missing 179s               | schedule  | left  | stays
          absent           | serving 10 missing 180s               | schedule  | left  | released
          absent           | serving 10 missing 180s               | schedule  | spent | held
          absent           | serving 10 missing 180s               | accept 0s | spent | released
          absent           | draining standby 9s missing 180s      | schedule  | left  | released
          absent           | draining standby 9s missing 180s      | schedule  | spent | held
          absent           | draining operator 9s missing 180s     | schedule  | spent | held
          absent           | draining group-removed 9s missing 180s | schedule | spent | held
          absent           | draining list-shrunk 9s missing 180s  | schedule  | spent | held
          absent           | draining unspecified 9s missing 180s  | schedule  | spent | held
          # ... whose drain was advised has been counted when it began
          absent           | draining unhealthy 9s missing 179s    | schedule  | spent | drains on
          absent           | draining unhealthy 9s missing 180s    | schedule  | spent | released
          absent, group not found | draining unhealthy 9s missing 180s | schedule | left | held
          # ... whom EC2 only warned about may be missing from an answer, and is not counted either
          absent           | draining spot-interruption 9s         | schedule  | spent | drains on
          absent           | draining spot-interruption 9s missing 180s | schedule | spent | released
          # ... whom AWS said to leave is explained, once its hook is due
          absent           | draining terminating 9s               | schedule  | spent | released
          absent           | draining detaching 9s                 | schedule  | spent | released
          absent           | draining terminating 9s hook 21s      | schedule  | left  | drains on
          absent           | draining terminating 30s hook 0s      | schedule  | left  | hook completed, released
          absent           | none                                  | schedule  | left  | waits

          # absent, and its configured group is not found: held, whatever the budget
          absent, group not found  | serving 10                    | schedule  | left  | held
          absent, group not found  | serving 10 missing 9999s      | schedule  | left  | held
          absent, group not found  | draining terminating 9999s    | schedule  | left  | held
          absent, group not found  | serving 10                    | accept 0s | spent | released
          stopped, group not found | serving 10                    | schedule  | left  | released

          # its group is no longer configured, every configured group is found, and those have at
          # least half as many serving: drain, then release (a deliberate change); else held
          serving, group removed   | serving 10                    | schedule  | spent | drains: group-removed
          serving, group removed   | draining group-removed 29s    | schedule  | left  | drains on
          serving, group removed   | draining group-removed 30s    | schedule  | left  | released
          absent, group removed    | serving 10                    | schedule  | left  | drains: group-removed
          serving, group removed   | none                          | schedule  | left  | waits
          serving, group removed, few stay | serving 10            | schedule  | left  | held
          absent, group removed, few stay  | serving 10 missing 999s | schedule | left | held
          serving, group removed, few stay | serving 10            | accept 0s | spent | drains: group-removed
          serving, group removed, few stay | draining group-removed 30s | schedule | left | released
          # ... and no state that may last for ever outlasts it
          standby, group removed   | serving 10                    | schedule  | spent | drains: group-removed
          standby, group removed   | draining standby 30s          | schedule  | left  | released
          standby, group removed, few stay   | serving 10          | schedule  | left  | drains: standby
          unhealthy, group removed | serving 10                    | schedule  | spent | drains: group-removed
          unhealthy, group removed | draining unhealthy 29s        | schedule  | left  | drains: group-removed
          unhealthy, group removed | draining unhealthy 30s        | schedule  | left  | released
          unhealthy, group removed, few stay | serving 10          | schedule  | spent | held
          # ... and of a drain that AWS ordered an acceptance leaves nothing but to release it
          absent, group removed, few stay  | draining terminating 999s  | schedule | left | held
          absent, group removed, few stay  | draining terminating 29s   | accept 0s | spent | drains on
          absent, group removed, few stay  | draining terminating 30s   | accept 0s | spent | released
          serving, group removed, few stay | draining spot-interruption 30s | accept 0s | spent | released
          absent, group removed, few stay  | draining standby 999s      | accept 0s | spent | drains: group-removed

          # Pending*, or any state not named here: a seated member stays as it is; a newcomer waits
          unknown          | serving 10                            | schedule  | left  | stays
          unknown          | serving 3 120s                        | schedule  | left  | stays
          unknown          | draining terminating 9999s hook 0s    | schedule  | left  | drains on
          unknown          | none                                  | schedule  | left  | waits
          """)
  void theFirstRowThatMatchesDecides(
      String says, String slot, String trigger, String budget, String decision) {
    assertThat(new Row(says, slot, trigger, budget).decision()).isEqualTo(decision);
  }
}
