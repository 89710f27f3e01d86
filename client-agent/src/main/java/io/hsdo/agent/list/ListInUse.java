package io.hsdo.agent.list;

import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.Backend;
import io.hsdo.status.Overview.KnownList;
import io.hsdo.status.Overview.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The list that HAProxy is kept in line with, and where it is from. */
public sealed interface ListInUse {
  Optional<HeldList> held();

  /**
   * The backends in which it may be carried out.
   *
   * @param managed all there are
   * @param fileScope those that a list from the file may touch
   */
  List<Backend> scope(List<Backend> managed, HaproxySnapshot observed, FileScope fileScope);

  /**
   * The list as the status page shows it.
   *
   * @param refreshAge how long no refresh has found the table's list right
   */
  Optional<KnownList> shown(Optional<Duration> refreshAge);

  /** There has been none yet. */
  record None() implements ListInUse {
    @Override
    public Optional<HeldList> held() {
      return Optional.empty();
    }

    @Override
    public List<Backend> scope(
        List<Backend> managed, HaproxySnapshot observed, FileScope fileScope) {
      return List.of();
    }

    @Override
    public Optional<KnownList> shown(Optional<Duration> refreshAge) {
      return Optional.empty();
    }
  }

  /**
   * The last good one of the table.
   *
   * @param confirmedAt when the table last said so
   */
  record FromTable(HeldList list, Instant confirmedAt) implements ListInUse {
    @Override
    public Optional<HeldList> held() {
      return Optional.of(list);
    }

    @Override
    public List<Backend> scope(
        List<Backend> managed, HaproxySnapshot observed, FileScope fileScope) {
      return mustNotEmpty(managed, observed) ? List.of() : managed;
    }

    @Override
    public Optional<KnownList> shown(Optional<Duration> refreshAge) {
      return Optional.of(list.shown(Source.TABLE, confirmedAt, refreshAge));
    }

    /** Without a header nobody vouches for a list that has no members. */
    private boolean mustNotEmpty(List<Backend> managed, HaproxySnapshot observed) {
      return !list.isVouchedFor() && managed.stream().anyMatch(observed::serves);
    }
  }

  /**
   * The one that was kept over a restart, until the table answers.
   *
   * @param confirmedAt when the table last said so, by the clock of that time
   */
  record FromFile(HeldList list, Instant confirmedAt) implements ListInUse {
    @Override
    public Optional<HeldList> held() {
      return Optional.of(list);
    }

    @Override
    public List<Backend> scope(
        List<Backend> managed, HaproxySnapshot observed, FileScope fileScope) {
      return managed.stream().filter(fileScope.backends()::contains).toList();
    }

    @Override
    public Optional<KnownList> shown(Optional<Duration> refreshAge) {
      return Optional.of(list.shown(Source.FILE, confirmedAt, Optional.empty()));
    }
  }
}
