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
 * to read: fields are looked at where they stand, only managed servers become objects, and one that
 * is as it was in the answer before is the same object, so that the heap does not age.
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
  private final List<ObservedServer> before;
  private final int firstRow;

  /** The columns in the order of the text. */
  private final Column[] order;

  private boolean tellsHealth;

  /** Which of {@link #before} is expected next. */
  private int expected;

  private ServersState(Backend backend, String text, List<ObservedServer> before) {
    this.backend = backend;
    this.text = text;
    this.before = before;
    if (!text.startsWith(FORMAT) || !text.startsWith(HEADER, FORMAT.length())) {
      throw unreadable(0, lineEnd(0), null);
    }
    int headerEnd = lineEnd(FORMAT.length());
    this.order = columns(FORMAT.length() + HEADER.length(), headerEnd);
    this.firstRow = headerEnd + 1;
  }

  /**
   * The managed servers of {@code backend} that {@code text} tells of, in its order.
   *
   * @param before those of the answer before; only saves making them anew
   * @param health takes what the answer says of theirs
   */
  static List<ObservedServer> read(
      Backend backend,
      String text,
      List<ObservedServer> before,
      Map<ServerRef, ServerHealth> health) {
    var state = new ServersState(backend, text, before);
    List<ObservedServer> servers = new ArrayList<>(before.size());
    int end;
    for (int start = state.firstRow; start < text.length(); start = end + 1) {
      end = state.lineEnd(start);
      state.readRow(start, end, servers, health);
    }
    return servers;
  }

  private Column[] columns(int start, int end) {
    var needed = List.of(name, address, port, weight, operationalState, adminBits, checkBits);
    var shown = List.of(sinceLastChange, checkStatus, checkResult);
    var read = Stream.concat(needed.stream(), shown.stream()).toList();
    List<Column> columns =
        Stream.of(text.substring(start, end).split(" ", -1))
            .map(
                title ->
                    read.stream()
                        .filter(column -> column.title.equals(title))
                        .findFirst()
                        .orElse(other))
            .toList();
    if (!columns.containsAll(needed)) {
      throw unreadable(start, end, null);
    }
    tellsHealth = columns.containsAll(shown);
    return columns.toArray(Column[]::new);
  }

  private void readRow(
      int start, int end, List<ObservedServer> servers, Map<ServerRef, ServerHealth> health) {
    findFields(start, end);
    try {
      ObservedServer known = known();
      ServerRef ref = known == null ? new ServerRef(backend.name(), string(name)) : known.ref();
      if (known != null || backend.slotNumber(ref).isPresent()) {
        servers.add(server(ref, known));
        readHealth(ref, health);
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(start, end, e);
    }
  }

  /** The server of this name in the answer before, if the order is still the same. */
  private @Nullable ObservedServer known() {
    if (expected == before.size() || !is(name, before.get(expected).ref().server())) {
      return null;
    }
    return before.get(expected++);
  }

  private ObservedServer server(ServerRef ref, @Nullable ObservedServer known) {
    var server =
        new ObservedServer(
            ref,
            address(known == null ? Optional.empty() : known.address()),
            number(port),
            number(weight),
            number(operationalState),
            number(adminBits),
            number(checkBits));
    return known != null && same(server, known) ? known : server;
  }

  /** By hand, as in {@link ServerRef}; it is the same server. */
  private static boolean same(ObservedServer a, ObservedServer b) {
    return a.port() == b.port()
        && a.weight() == b.weight()
        && a.operationalState() == b.operationalState()
        && a.adminBits() == b.adminBits()
        && a.checkBits() == b.checkBits()
        && a.address().equals(b.address());
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

  private boolean is(Column column, String value) {
    return column.end - column.start == value.length() && text.startsWith(value, column.start);
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
  private Optional<Address> address(Optional<Address> known) {
    if (known.isPresent() && is(address, known.get().toString())) {
      return known;
    }
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
