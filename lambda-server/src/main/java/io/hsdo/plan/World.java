package io.hsdo.plan;

import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of members and slots before anything is decided: for all steps of the plan it is
 * the same.
 *
 * @param before the list as it is stored, repaired and brought up to date
 * @param untoldHooks members whose hooks could not be completed: they keep their slots, unless
 *     their address was handed on
 */
record World(
    SlotList before, Fleet fleet, Heirs heirs, PlanSettings settings, Set<String> untoldHooks) {
  /** How long HAProxy may take to find a newcomer good. */
  static final Duration ESTABLISHED_AFTER = Duration.ofSeconds(10);

  static World of(SlotList before, Fleet fleet, PlanSettings settings, Set<String> untoldHooks) {
    return new World(before, fleet, Heirs.of(before, fleet), settings, untoldHooks);
  }

  Instant now() {
    return fleet.now();
  }

  /** A member whose ramp begins. */
  Slot.Serving newcomer(int number, Member member) {
    return new Slot.Serving(
        number, member, settings.ramp().min(), Optional.of(now()), Optional.empty());
  }

  /**
   * Whether it is a row of the Python program, which does not tell since when its member serves.
   */
  static boolean isThePythonPrograms(Slot slot) {
    return slot instanceof Slot.Serving serving && serving.servingSince().isEmpty();
  }

  /**
   * What the ramp counts from; in a row of the Python program an instant that fits its weight, for
   * whoever is in it is no newcomer.
   */
  private Instant servingSince(Slot.Serving slot) {
    return slot.servingSince()
        .orElseGet(
            () -> {
              Instant ramping = settings.ramp().sinceFor(slot.weight(), now());
              Instant established = now().minus(ESTABLISHED_AFTER);
              return ramping.isBefore(established) ? ramping : established;
            });
  }

  /**
   * The slot with a member that goes on serving there: its weight grows with age and never falls.
   */
  Slot.Serving goesOn(Slot.Serving slot, Member member) {
    Ramp ramp = settings.ramp();
    Instant since = servingSince(slot);
    int weight = Math.max(ramp.weight(since, now()), Math.min(slot.weight(), ramp.max()));
    return new Slot.Serving(slot.number(), member, weight, Optional.of(since), Optional.empty());
  }

  /** Whether whoever is in the slot is in service in a group that is configured. */
  boolean isInService(Slot slot) {
    return slot.occupant()
        .filter(member -> fleet.stateOf(member) instanceof MemberState.Serving)
        .filter(member -> fleet.isConfigured(member.group()))
        .isPresent();
  }

  boolean isRamping(Slot slot) {
    return slot instanceof Slot.Serving
        && slot.weight() < settings.ramp().max()
        && isInService(slot);
  }

  /**
   * Whether traffic that goes there is answered, as far as one can know. Also at weight 0, since it
   * gets a weight as soon as nobody else has any.
   */
  boolean isEstablished(Slot slot) {
    return slot instanceof Slot.Serving serving
        && serving
            .servingSince()
            .filter(since -> now().isBefore(since.plus(ESTABLISHED_AFTER)))
            .isEmpty();
  }

  /** Whether it is, and goes on to be whoever takes its slot over. */
  boolean staysEstablished(Slot slot) {
    return isEstablished(slot) && (isThePythonPrograms(slot) || !heirs.has(slot));
  }

  /** How many are established in the list as it was. */
  int established() {
    return (int) before.slots().stream().filter(this::isEstablished).count();
  }

  /**
   * Whether the fleet, as configured, can stand in for the groups that left the configuration: all
   * its groups are found, and at least half as many serve there as in those that leave.
   */
  boolean isFleetComplete() {
    long staying =
        before.slots().stream().filter(this::isEstablished).filter(this::isInService).count();
    long leaving =
        before.slots().stream()
            .filter(Slot.Serving.class::isInstance)
            .flatMap(slot -> slot.occupant().stream())
            .filter(member -> !fleet.isConfigured(fleet.refreshed(member).group()))
            .count();
    return fleet.snapshot().missing().isEmpty() && staying > 0 && 2 * staying >= leaving;
  }
}
