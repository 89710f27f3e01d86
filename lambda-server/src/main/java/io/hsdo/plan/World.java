package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a plan starts from, and what it tells of members and slots before anything is decided: for
 * all steps of the plan it is the same.
 *
 * @param before the list as it is stored
 */
record World(
    SlotList before, FleetSnapshot fleet, Trigger trigger, PlanSettings settings, Instant now) {
  /** How long HAProxy may take to find a newcomer good. */
  static final Duration ESTABLISHED_AFTER = Duration.ofSeconds(10);

  /** What fleet and trigger say of the member. */
  MemberState stateOf(Member member) {
    return trigger.heard(member.id(), fleet.stateOf(member.id()), now);
  }

  /** The member with what the fleet knows better. */
  Member refreshed(Member member) {
    FleetMember told = fleet.members().get(member.id());
    return told == null
        ? member
        : new Member(
            member.id(),
            told.address().orElse(member.address()),
            told.group(),
            told.zone().or(member::zone));
  }

  /** A member whose ramp begins. */
  Slot.Serving newcomer(int number, Member member) {
    return new Slot.Serving(
        number, member, settings.ramp().min(), Optional.of(now), Optional.empty());
  }

  /**
   * Whether it is a row of the Python program, which does not tell since when its member serves.
   */
  static boolean isThePythonPrograms(Slot slot) {
    return slot instanceof Slot.Serving serving && serving.servingSince().isEmpty();
  }

  /** Whether somebody serves at this address who has no slot yet. */
  boolean isNewcomers(Address address) {
    return fleet
        .serving()
        .filter(member -> before.slotOf(member.id()).isEmpty())
        .anyMatch(member -> member.address().filter(address::equals).isPresent());
  }

  /**
   * Whether a newcomer, who is not established, is about to take the slot over with the address of
   * its member, which the fleet no longer lists (see {@link Seating}).
   */
  boolean isHandedOn(Slot slot) {
    return !isListed(slot)
        && !isThePythonPrograms(slot)
        && slot.occupant().map(Member::address).filter(this::isNewcomers).isPresent();
  }

  boolean isConfigured(String group) {
    return fleet.configured().contains(group);
  }

  /** Whether the fleet still lists whoever is in the slot. */
  boolean isListed(Slot slot) {
    return slot.occupant()
        .map(this::stateOf)
        .filter(
            state -> state instanceof MemberState.Serving || state instanceof MemberState.Draining)
        .isPresent();
  }

  /** Whether whoever is in the slot is in service in a group that is configured. */
  boolean isInService(Slot slot) {
    return slot.occupant()
        .map(this::refreshed)
        .filter(member -> stateOf(member) instanceof MemberState.Serving)
        .filter(member -> isConfigured(member.group()))
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
            .filter(since -> now.isBefore(since.plus(ESTABLISHED_AFTER)))
            .isEmpty();
  }

  /** How many are established in the list as it is stored. */
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
            .filter(member -> !isConfigured(refreshed(member).group()))
            .count();
    return fleet.missing().isEmpty() && staying > 0 && 2 * staying >= leaving;
  }
}
