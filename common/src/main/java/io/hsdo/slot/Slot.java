package io.hsdo.slot;

import java.time.Instant;
import java.util.Optional;

/** A numbered position 1..N of the slot list; slot 7 is HAProxy's server {@code <base name>7}. */
public sealed interface Slot {
  /** The heaviest weight HAProxy knows. */
  int MAX_WEIGHT = 256;

  int number();

  /** Who is seated here; empty for {@link Empty}. */
  Optional<Member> occupant();

  /** 0..256; 0 for whoever must get no traffic. */
  int weight();

  /** Since when the fleet no longer lists whoever is here, and nobody says why. */
  Optional<Instant> missingSince();

  /** The same with what is known now of whoever is here. */
  Slot of(Member same);

  /** The same while the fleet no longer lists whoever is here, or does again. */
  Slot missing(Optional<Instant> since);

  /** How whoever is here takes traffic, for people: {@code weight 3}. */
  String condition();

  /** Who is here and how, for people: {@code i-0a1 10.0.1.4 weight 3}. */
  default String description() {
    return occupant()
        .map(member -> member.id() + " " + member.address() + " " + condition())
        .orElseGet(this::condition);
  }

  /** Why a member is missing, for people: {@code not listed since 2026-03-01T11:55:00Z}. */
  static String notListed(Instant since) {
    return "not listed since " + Instant.ofEpochSecond(since.getEpochSecond());
  }

  /** Nobody is seated here. */
  record Empty(int number) implements Slot {
    public Empty {
      requireNumber(number);
    }

    @Override
    public Optional<Member> occupant() {
      return Optional.empty();
    }

    @Override
    public int weight() {
      return 0;
    }

    @Override
    public Optional<Instant> missingSince() {
      return Optional.empty();
    }

    @Override
    public Slot of(Member same) {
      return this;
    }

    @Override
    public Slot missing(Optional<Instant> since) {
      return this;
    }

    @Override
    public String condition() {
      return "empty";
    }
  }

  /**
   * A member that gets its share of the traffic.
   *
   * @param servingSince what the ramp counts from; empty in a row that the Python program wrote,
   *     whose ramp goes on from its weight
   * @param missingSince since when the fleet no longer lists the member and nobody says why
   */
  record Serving(
      int number,
      Member member,
      int weight,
      Optional<Instant> servingSince,
      Optional<Instant> missingSince)
      implements Slot {
    public Serving {
      requireNumber(number);
      if (weight < 0 || weight > MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "weight " + weight + " of slot " + number + " is refused: expected 0 to " + MAX_WEIGHT);
      }
    }

    @Override
    public Optional<Member> occupant() {
      return Optional.of(member);
    }

    @Override
    public Serving of(Member same) {
      return new Serving(number, same, weight, servingSince, missingSince);
    }

    @Override
    public Serving missing(Optional<Instant> since) {
      return new Serving(number, member, weight, servingSince, since);
    }

    @Override
    public String condition() {
      return "weight " + weight;
    }
  }

  /**
   * A member that gets no new traffic and keeps its slot until the fleet says that it is gone.
   *
   * @param since when the drain began; empty if the row does not tell
   * @param hookDue when our lifecycle hook may be completed; it never releases the slot. Empty for
   *     standby, once a root volume is being replaced, and for a member that no hook of ours holds
   * @param missingSince since when the fleet no longer lists the member and nobody says why
   */
  record Draining(
      int number,
      Member member,
      DrainReason reason,
      Optional<Instant> since,
      Optional<Instant> hookDue,
      Optional<Instant> missingSince)
      implements Slot {
    public Draining {
      requireNumber(number);
    }

    @Override
    public Optional<Member> occupant() {
      return Optional.of(member);
    }

    @Override
    public int weight() {
      return 0;
    }

    @Override
    public Draining of(Member same) {
      return new Draining(number, same, reason, since, hookDue, missingSince);
    }

    @Override
    public Draining missing(Optional<Instant> from) {
      return new Draining(number, member, reason, since, hookDue, from);
    }

    @Override
    public String condition() {
      return "draining, " + reason.text();
    }
  }

  private static void requireNumber(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("slot number " + number + " is refused: the first is 1");
    }
  }
}
