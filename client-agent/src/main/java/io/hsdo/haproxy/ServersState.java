package io.hsdo.haproxy;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code show servers state <backend>}: a format number, a line of column names after
 * {@code #}, a row for every server; one space between fields, {@code -} for an empty one.
 *
 * <p>Columns are found by name, so that new ones do no harm. There are thousands of rows a second
 * to read: fields are looked at where they stand, and only managed servers become objects.
 */
final class ServersState {
  private static final String FORMAT = "1\n";
  private static final String HEADER = "# ";

  /** A column that is read, and where its field of the row at hand stands in the text. */
  private static final class Column {
    private final String title;
    private int start;
    private int end;

    Column(String title) {
      this.title = title;
    }
  }

  private final Column name = new Column("srv_name");
  private final Column address = new Column("srv_addr");
  private final Column port = new Column("srv_port");
  private final Column weight = new Column("srv_uweight");
  private final Column operationalState = new Column("srv_op_state");
  private final Column adminBits = new Column("srv_admin_state");
  private final Column sinceLastChange = new Column("srv_time_since_last_change");
  private final Column checkStatus = new Column("srv_check_status");
  private final Column checkResult = new Column("srv_check_result");
  private final Column checkBits = new Column("srv_check_state");

  /** Stands for all columns that are not read. */
  private final Column other = new Column("");

  private final Backend backend;
  private final String text;
  private final int firstRow;

  /** The columns in the order of the text. */
  private final List<Column> order = new ArrayList<>();

  private boolean tellsHealth;

  private ServersState(Backend backend, String text) {
    this.backend = backend;
    this.text = text;
    if (!text.startsWith(FORMAT) || !text.startsWith(HEADER, FORMAT.length())) {
      throw unreadable(0, lineEnd(0), null);
    }
    int headerEnd = lineEnd(FORMAT.length());
    findColumns(FORMAT.length() + HEADER.length(), headerEnd);
    this.firstRow = headerEnd + 1;
  }

  /** Puts the managed servers of {@code backend} that {@code text} tells of into two maps. */
  static void read(
      Backend backend,
      String text,
      Map<ServerRef, ObservedServer> servers,
      Map<ServerRef, ServerHealth> health) {
    var state = new ServersState(backend, text);
    int end;
    for (int start = state.firstRow; start < text.length(); start = end + 1) {
      end = state.lineEnd(start);
      state.readRow(start, end, servers, health);
    }
  }

  private void findColumns(int start, int end) {
    var needed = List.of(name, address, port, weight, operationalState, adminBits, checkBits);
    var shown = List.of(sinceLastChange, checkStatus, checkResult);
    var columns = Stream.concat(needed.stream(), shown.stream()).toList();
    for (String title : text.substring(start, end).split(" ", -1)) {
      order.add(
          columns.stream().filter(column -> column.title.equals(title)).findFirst().orElse(other));
    }
    if (!order.containsAll(needed)) {
      throw unreadable(start, end, null);
    }
    tellsHealth = order.containsAll(shown);
  }

  private void readRow(
      int start,
      int end,
      Map<ServerRef, ObservedServer> servers,
      Map<ServerRef, ServerHealth> health) {
    findFields(start, end);
    try {
      var ref = new ServerRef(backend.name(), string(name));
      if (backend.slotNumber(ref).isPresent()) {
        servers.put(
            ref,
            new ObservedServer(
                ref,
                observedAddress(),
                number(port),
                number(weight),
                number(operationalState),
                number(adminBits),
                number(checkBits)));
        readHealth(ref, health);
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(start, end, e);
    }
  }

  private void findFields(int start, int end) {
    int field = start;
    for (Column column : order) {
      if (field > end) {
        throw unreadable(start, end, null);
      }
      int space = text.indexOf(' ', field);
      int fieldEnd = space < 0 || space > end ? end : space;
      column.start = field;
      column.end = fieldEnd;
      field = fieldEnd + 1;
    }
  }

  private String string(Column column) {
    return text.substring(column.start, column.end);
  }

  private int number(Column column) {
    return Integer.parseInt(text, column.start, column.end, 10);
  }

  /** What is only shown must not keep anything from being read. */
  private void readHealth(ServerRef ref, Map<ServerRef, ServerHealth> health) {
    if (!tellsHealth) {
      return;
    }
    try {
      health.put(
          ref,
          new ServerHealth(
              number(checkStatus),
              number(checkResult),
              Duration.ofSeconds(number(sinceLastChange))));
    } catch (NumberFormatException e) {
      health.remove(ref);
    }
  }

  /** Empty also for what no member can have: set by hand, and unlike all that can be desired. */
  private Optional<Address> observedAddress() {
    String literal = string(address);
    if (literal.equals("-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Address.of(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private int lineEnd(int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  private RuntimeApiException unreadable(int start, int end, @Nullable Throwable cause) {
    String line = text.substring(start, end);
    return new RuntimeApiException(
        Problem.UNREADABLE,
        "reading '" + line + "' of 'show servers state " + backend.name() + "'",
        cause);
  }
}
