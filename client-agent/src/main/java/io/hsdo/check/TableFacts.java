package io.hsdo.check;

import io.hsdo.check.Finding.Mistake;
import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListReader;
import io.hsdo.table.SlotListStoreException;
import io.hsdo.table.StoredList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the table holds. */
public sealed interface TableFacts {
  /** The slots that are known; none of a table that cannot be read. */
  List<Slot> slots();

  /** What follows. */
  List<Finding> findings(Instant now);

  /** It cannot be read. */
  record Unreadable(String text) implements TableFacts {
    @Override
    public List<Slot> slots() {
      return List.of();
    }

    @Override
    public List<Finding> findings(Instant now) {
      return List.of(
          new Mistake(
              Kind.TABLE,
              text,
              "where that does not say what to do, check the credentials, their permissions"
                  + " dynamodb:GetItem and dynamodb:Scan, and the way to DynamoDB"));
    }
  }

  /** It was read. */
  record Read(StoredList list) implements TableFacts {
    @Override
    public List<Slot> slots() {
      return List.copyOf(list.rows().slots().values());
    }

    @Override
    public List<Finding> findings(Instant now) {
      return TableFindings.of(list, now);
    }
  }

  /** Asks both questions that the agent asks, so that both permissions are looked at. */
  static TableFacts read(SlotListReader table) {
    try {
      Optional<Header> header = table.header(Consistency.EVENTUAL);
      return new Read(new StoredList(header, table.rows(Consistency.EVENTUAL)));
    } catch (SlotListStoreException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }
}
