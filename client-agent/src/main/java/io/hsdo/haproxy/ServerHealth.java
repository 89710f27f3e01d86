package io.hsdo.haproxy;

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
   * most of the time. Before a newcomer's first that is its predecessor's.
   */
  public boolean isBad() {
    return checkResult == FAILED || (checkResult == OPEN && hasFailed());
  }

  private boolean hasFailed() {
    return switch (checkStatus) {
      case 4, 5, 7, 8, 10, 11, 12, 13, 17, 18, 19 -> true;
      default -> false;
    };
  }

  /** How the last check ended, in words; empty if there was none, or nobody knows the number. */
  public Optional<String> lastCheck() {
    return Optional.ofNullable(
        switch (checkStatus) {
          case 4 -> "too many errors in real traffic";
          case 5 -> "socket error";
          case 6 -> "connected";
          case 7 -> "timed out connecting";
          case 8 -> "connection refused, or no route";
          case 9 -> "TLS handshake done";
          case 10 -> "timed out in the TLS handshake";
          case 11 -> "TLS handshake failed";
          case 12 -> "timed out waiting for the answer";
          case 13 -> "answer that cannot be understood";
          case 15 -> "good answer";
          case 16 -> "good answer, but it is leaving";
          case 17 -> "bad HTTP status";
          case 18 -> "check program failed";
          case 19 -> "check program timed out";
          case 20 -> "check program said good";
          default -> null;
        });
  }
}
