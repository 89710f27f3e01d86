package io.hsdo.haproxy;

import static java.util.Map.entry;

import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ServerRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What HAProxy's checks say of a server, for whoever looks at it: nothing is decided by it.
 *
 * @param checkStatus {@code srv_check_status}: how the last check that is over ended
 * @param checkResult {@code srv_check_result}: what the last check says of the server; open while
 *     it is under way
 * @param unchangedFor how long the server has been up, or down; HAProxy counts whole seconds
 */
public record ServerHealth(int checkStatus, int checkResult, Duration unchangedFor) {
  // From HAProxy's check-t.h, as the numbers of lastCheck() are.
  private static final int OPEN = 0;
  private static final int FAILED = 2;

  private static final Map<Integer, Ending> ENDINGS =
      Map.ofEntries(
          entry(4, Ending.bad("too many errors in real traffic")),
          entry(5, Ending.bad("socket error")),
          entry(6, Ending.good("connected")),
          entry(7, Ending.bad("timed out connecting")),
          entry(8, Ending.bad("connection refused, or no route")),
          entry(9, Ending.good("TLS handshake done")),
          entry(10, Ending.bad("timed out in the TLS handshake")),
          entry(11, Ending.bad("TLS handshake failed")),
          entry(12, Ending.bad("timed out waiting for the answer")),
          entry(13, Ending.bad("answer that cannot be understood")),
          entry(15, Ending.good("good answer")),
          entry(16, Ending.good("good answer, but it is leaving")),
          entry(17, Ending.bad("bad HTTP status")),
          entry(18, Ending.bad("check program failed")),
          entry(19, Ending.bad("check program timed out")),
          entry(20, Ending.good("check program said good")));

  /**
   * What {@code state}, the answer to {@code show servers state <backend>}, tells of the managed
   * servers of {@code backend}. What can't be read is left out: it is only shown.
   */
  static Map<ServerRef, ServerHealth> read(Backend backend, String state) {
    Map<ServerRef, ServerHealth> read = new HashMap<>();
    for (ReplyTable.Row row : ReplyTable.ofServersState(state).rows()) {
      of(row)
          .ifPresent(
              health -> {
                var server = new ServerRef(backend.name(), row.text("srv_name"));
                if (backend.slotNumber(server).isPresent()) {
                  read.put(server, health);
                }
              });
    }
    return read;
  }

  private static Optional<ServerHealth> of(ReplyTable.Row row) {
    try {
      return Optional.of(
          new ServerHealth(
              row.number("srv_check_status"),
              row.number("srv_check_result"),
              Duration.ofSeconds(row.number("srv_time_since_last_change"))));
    } catch (RuntimeApiException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the last check that is over found the server bad: one that gets no answer is under way
   * much of the time. Before a newcomer's first that is its predecessor's.
   */
  public boolean isBad() {
    return checkResult == FAILED || (checkResult == OPEN && hasFailed());
  }

  private boolean hasFailed() {
    Ending ending = ENDINGS.get(checkStatus);
    return ending != null && ending.failed();
  }

  /** How the last check ended, in words; empty if there was none, or nobody knows the number. */
  public Optional<String> lastCheck() {
    return Optional.ofNullable(ENDINGS.get(checkStatus)).map(Ending::words);
  }

  /** A way in which a check ends. */
  private record Ending(boolean failed, String words) {
    static Ending bad(String words) {
      return new Ending(true, words);
    }

    static Ending good(String words) {
      return new Ending(false, words);
    }
  }
}
