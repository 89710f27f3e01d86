package io.hsdo.check;

import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListReader;
import io.hsdo.table.SlotListStoreException;
import java.util.List;
import java.util.Optional;

/** What the table holds. */
public sealed interface TableFacts {
  /** The slots that are known; none of a table that cannot be read. */
  List<Slot> slots();

  /** It cannot be read. */
  record Unreadable(String text) implements TableFacts {
    @Override
    public List<Slot> slots() {
      return List.of();
    }
  }

  /** It was read. */
  record Read(Optional<Header> header, Rows rows) implements TableFacts {
    @Override
    public List<Slot> slots() {
      return List.copyOf(rows.slots().values());
    }

    /** N. */
    public int size() {
      return new SlotListReader.Stored(header, rows).size();
    }
  }

  /** Asks both questions that the agent asks, so that both permissions are looked at. */
  static TableFacts read(SlotListReader table) {
    try {
      Optional<Header> header = table.header(Consistency.EVENTUAL);
      return new Read(header, table.rows(Consistency.EVENTUAL));
    } catch (SlotListStoreException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }
}
