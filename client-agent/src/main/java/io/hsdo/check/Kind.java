package io.hsdo.check;

import static io.hsdo.check.Severity.ERROR;
import static io.hsdo.check.Severity.NOTE;
import static io.hsdo.check.Severity.WARNING;

import java.util.Locale;

/** Every mistake that is looked for. */
public enum Kind {
  // HAProxy's socket
  SOCKET(ERROR),
  SOCKET_LEVEL(ERROR),
  OPEN_SOCKET(WARNING),
  OLD_HAPROXY(WARNING),
  ANOTHER_WRITER(NOTE),

  // Backends and their servers
  BACKEND_MISSING(ERROR),
  BACKEND_DISABLED(ERROR),
  SERVERS_MISSING(ERROR),
  STATIC_BALANCE(ERROR),
  TRACKED(ERROR),
  UNRESOLVED(ERROR),
  STATE_FILE_TRAP(ERROR),
  HASH_TYPE(WARNING),
  HASH_GENERATION(WARNING),
  NO_HEALTH_CHECK(WARNING),
  CHECKED_ELSEWHERE(WARNING),
  AGENT_CHECK(WARNING),
  SLOW_START(WARNING),
  WEIGHTS_IGNORED(WARNING),
  PLACEHOLDER_ANSWERS(WARNING),
  NOT_DISABLED(WARNING),
  SERVER_IDS(NOTE),
  LITERAL_ADDRESS(NOTE),
  INIT_STATE(NOTE),
  UNKNOWN_BALANCE(NOTE),

  // The table
  TABLE(ERROR),
  TABLE_EMPTY(ERROR),
  HEADER_LOST(WARNING),
  HEARTBEAT_OLD(WARNING),
  NOBODY_SERVES(WARNING),
  ROWS_REFUSED(WARNING),
  ROWS_MISSING(WARNING),
  ROWS_REPEATED(WARNING),
  CLOCK(WARNING),
  PYTHON_TABLE(NOTE),

  // The file that keeps the list
  CACHE_FOLDER(WARNING),
  CACHE_FILE(WARNING),

  // Names
  ZONE_UNKNOWN(ERROR),
  UNKNOWN_PARAMETER(WARNING),
  WITHOUT_EFFECT(WARNING),
  GROUP_ON_NO_SLOT(WARNING),
  ZONE_ON_NO_SLOT(WARNING);

  private final Severity severity;

  Kind(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }

  /** What people call it: {@code socket-level}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
