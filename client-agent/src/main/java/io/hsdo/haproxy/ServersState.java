package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code show servers state <backend>}: a format number, a line of column names after
 * {@code #}, a row for every server; one space between fields, {@code -} for an empty one.
 *
 * <p>Columns are found by name, so that new ones do no harm. There are thousands of rows a second
 * to read: fields are looked at where they stand, only managed servers become objects, and one that
 * is as it was in the answer before is the same object, so that the heap does not age. {@link
 * ServerHealth} reads what is only shown.
 */
final class ServersState {
  private static final String START = "1\n# ";

  /**
   * What is told of a backend's servers.
   *
   * @param managed in the order of the answer
   * @param strangersServe whether a server that is not managed takes traffic
   */
  record Told(List<ObservedServer> managed, boolean strangersServe) {
    static final Told NOTHING = new Told(List.of(), false);

    /** Whether it tells what {@code before} did not; where no server is new it is the same list. */
    boolean isNewsAfter(Told before) {
      return managed != before.managed || strangersServe != before.strangersServe;
    }
  }

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
  private final Column checkBits = new Column("srv_check_state");

  /** Stands for all columns that are not read. */
  private final Column other = new Column("");

  private final Backend backend;
  private final String text;
  private final List<ObservedServer> before;
  private final int firstRow;

  /** The columns in the order of the text. */
  private final Column[] order;

  /** Which of {@link #before} is expected next. */
  private int expected;

  /** Whether a server is not as it was. */
  private boolean changed;

  private boolean strangersServe;

  private ServersState(Backend backend, Block block, List<ObservedServer> before) {
    this.backend = backend;
    this.text = block.reply();
    this.before = before;
    if (!block.startsWith(START)) {
      throw unreadable(block.start(), lineEnd(block.start()), null);
    }
    int titles = block.start() + START.length();
    int titlesEnd = lineEnd(titles);
    this.order = columns(titles, titlesEnd);
    this.firstRow = titlesEnd + 1;
  }

  /**
   * The servers of {@code backend} that {@code block} tells of.
   *
   * @param before what the answer before told: if no managed server changed they are the same list,
   *     which only saves making them anew
   */
  static Told read(Backend backend, Block block, Told before) {
    var state = new ServersState(backend, block, before.managed());
    List<ObservedServer> servers = new ArrayList<>(before.managed().size());
    int rowEnd;
    for (int start = state.firstRow; start < block.end(); start = rowEnd + 1) {
      rowEnd = state.lineEnd(start);
      state.readRow(start, rowEnd, servers);
    }
    boolean isNew = state.changed || servers.size() != before.managed().size();
    return new Told(isNew ? servers : before.managed(), state.strangersServe);
  }

  private Column[] columns(int start, int end) {
    var needed = List.of(name, address, port, weight, operationalState, adminBits, checkBits);
    List<Column> columns =
        Stream.of(text.substring(start, end).split(" ", -1))
            .map(
                title ->
                    needed.stream()
                        .filter(column -> column.title.equals(title))
                        .findFirst()
                        .orElse(other))
            .toList();
    if (!columns.containsAll(needed)) {
      throw unreadable(start, end, null);
    }
    return columns.toArray(Column[]::new);
  }

  private void readRow(int start, int end, List<ObservedServer> servers) {
    findFields(start, end);
    try {
      ObservedServer known = known();
      if (known != null) {
        servers.add(isUnchanged(known) ? known : changed(known.ref()));
        return;
      }
      var ref = new ServerRef(backend.name(), string(name));
      if (backend.slotNumber(ref).isPresent()) {
        servers.add(changed(ref));
      } else {
        strangersServe |=
            ObservedServer.takesTraffic(
                number(adminBits), number(operationalState), number(weight));
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

  private boolean isUnchanged(ObservedServer known) {
    return known.port() == number(port)
        && known.weight() == number(weight)
        && known.operationalState() == number(operationalState)
        && known.adminBits() == number(adminBits)
        && known.checkBits() == number(checkBits)
        && isStillAt(known.address());
  }

  private boolean isStillAt(Optional<Address> known) {
    return known.isPresent() ? is(address, known.get().toString()) : address().isEmpty();
  }

  private ObservedServer changed(ServerRef ref) {
    changed = true;
    return new ObservedServer(
        ref,
        address(),
        number(port),
        number(weight),
        number(operationalState),
        number(adminBits),
        number(checkBits));
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

  private Optional<Address> address() {
    String literal = string(address);
    if (literal.equals("-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Address.literal(literal));
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
