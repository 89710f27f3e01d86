package io.hsdo.status;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.UnknownRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that the agent knows at one moment. Times are by a clock that nobody sets, except those that
 * are in the list.
 *
 * @param now when somebody asked
 * @param wall the same by the clock on the wall, for whoever compares it with his own
 * @param aliveAt when the loop last got on: with the end of a poll, or with changes in one
 * @param poll the last one
 * @param list the one in use; empty while there is none
 * @param carried whether this HAProxy process has carried a whole list
 */
public record Overview(
    Subject subject,
    Instant now,
    Instant wall,
    Instant aliveAt,
    Poll poll,
    Optional<KnownList> list,
    boolean carried) {
  /**
   * What the agent was told to look after.
   *
   * @param interval between two polls
   */
  public record Subject(String table, String socket, List<Backend> backends, Duration interval) {
    public Subject {
      backends = List.copyOf(backends);
    }
  }

  /** Where a list is from. */
  public enum Source {
    TABLE("table", "HAProxy is kept in line with the last good list"),
    FILE("file", "HAProxy's backends without a ready server have the list of the file");

    private final String text;
    private final String use;

    Source(String text, String use) {
      this.text = text;
      this.use = use;
    }

    String text() {
      return text;
    }
  }

  /**
   * A slot list.
   *
   * @param confirmedAt when the table last said that this is it; of a file, by the clock of then
   * @param header empty on a table of the Python program
   * @param refreshAge how long no refresh has found the list right; empty where nobody can tell
   * @param size N
   * @param slots by number; a slot whose row was never read well is not in it. Not copied: a scrape
   *     asks for an overview with each metric
   * @param unknown rows that are not believed, and those that the table lacks
   */
  public record KnownList(
      Source source,
      Instant confirmedAt,
      Optional<Header> header,
      Optional<Duration> refreshAge,
      int size,
      SortedMap<Integer, Slot> slots,
      List<UnknownRow> unknown) {
    public KnownList {
      slots = Collections.unmodifiableSortedMap(slots);
      unknown = List.copyOf(unknown);
    }

    boolean servesNobody() {
      return SlotList.servesNobody(size, slots);
    }

    /** What becomes of it while the table does not answer, for people. */
    String use() {
      return source.use;
    }

    /** {@code version 812}, for people. */
    String versionText() {
      return header.map(known -> "version " + known.version()).orElse("no version");
    }
  }

  /** How long ago the last poll ended. */
  Duration pollAge() {
    return Duration.between(poll.endedAt(), now);
  }

  /** How long ago the table said that {@code list} is its. */
  Duration confirmedAgo(KnownList list) {
    return Duration.between(list.confirmedAt(), list.source() == Source.FILE ? wall : now);
  }

  /** Since when the loop has not got on. */
  Duration silence() {
    return Duration.between(aliveAt, now);
  }

  /** Whether the loop gets on: with poll after poll, or with a long one. */
  boolean isTurning() {
    // A poll waits 3 s for the table at the start and 2 s for each answer of HAProxy; one that
    // changes thousands of servers may take minutes, but gets on with each line.
    Duration longest = subject.interval().multipliedBy(2).plusSeconds(15);
    return silence().compareTo(longest) <= 0;
  }

  /** Why HAProxy is not known to be in line, in a few words; empty if it is not that. */
  Optional<String> haproxyTrouble() {
    return poll.haproxy().health() instanceof Health.Fails fails
        ? Optional.of(fails.answers() ? "reconciling HAProxy fails" : "HAProxy does not answer")
        : Optional.empty();
  }

  /** Whether HAProxy answered the last poll, and nothing else failed. */
  boolean haproxyAnswers() {
    return current().isPresent();
  }

  /** The last pass, if it is one of the last poll and so tells how HAProxy is now. */
  Optional<HaproxyPass> current() {
    return poll.haproxy().current();
  }

  /** The last pass that HAProxy answered, which may tell how it was before. */
  Optional<HaproxyPass> pass() {
    return poll.haproxy().last();
  }
}
