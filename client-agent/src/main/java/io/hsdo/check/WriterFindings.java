package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.LockHolder;
import java.util.Optional;

/** Who writes to this HAProxy. */
final class WriterFindings {
  private WriterFindings() {}

  static Finding of(Optional<LockHolder> writer) {
    return writer
        .map(WriterFindings::held)
        .orElseGet(() -> new Fine("writer", "no agent holds the lock of this HAProxy"));
  }

  private static Finding held(LockHolder holder) {
    String who = holder.pid().map(pid -> "pid " + pid).orElse("a process of another container");
    return new Mistake(
        Kind.ANOTHER_WRITER,
        who
            + " holds "
            + holder.file()
            + " and alone writes to this HAProxy: an agent that is started besides it waits",
        "none needed if that is the agent of this host; else end it, or, if it is of another"
            + " service, give each a 'stats socket' of its own");
  }
}
