package io.hsdo.agent.list;

import io.hsdo.cache.CachedList;
import io.hsdo.cache.ListFile;
import io.hsdo.table.RepeatedRows;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import io.hsdo.text.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the file has for an agent that starts while the table does not answer. */
public final class StartFile implements Supplier<ListInUse> {
  private static final Logger LOG = LoggerFactory.getLogger(StartFile.class);

  private final ListFile file;
  private final Duration maxAge;
  private final Clock wall;

  public StartFile(ListFile file, Duration maxAge, Clock wall) {
    this.file = file;
    this.maxAge = maxAge;
    this.wall = wall;
  }

  @Override
  public ListInUse get() {
    try {
      CachedList cached = file.read(wall.instant(), maxAge);
      HeldList list = held(cached);
      LOG.warn(
          "until the table answers, the list of {} fills backends without a ready slot: {} slots,"
              + " {} with members, {}, confirmed at {}",
          file,
          list.size(),
          list.seated(),
          list.versionText(),
          cached.confirmedAt());
      return new ListInUse.FromFile(list, cached.confirmedAt());
    } catch (RuntimeException e) {
      LOG.warn("no list from a file either: {}", Reason.of(e));
      return new ListInUse.None();
    }
  }

  private static HeldList held(CachedList cached) {
    Rows rows = cached.list().rows();
    var list = new StoredList(cached.list().header(), rows.refusing(RepeatedRows.in(rows)));
    return HeldList.of(list, Optional.empty(), cached.confirmedAt());
  }
}
