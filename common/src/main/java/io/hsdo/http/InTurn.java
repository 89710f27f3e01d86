package io.hsdo.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Makes what may be large one after the other: texts of a long list, many at once, do not fit into
 * a small heap.
 */
public final class InTurn {
  private static final int PATIENCE_SECONDS = 2;

  private final Semaphore turn = new Semaphore(1, true);

  /** What is made, or status 503 for whoever's turn does not come soon. */
  public HttpReply reply(Supplier<HttpReply> maker) {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, SECONDS)) {
        return HttpReply.TOO_MANY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpReply.TOO_MANY;
    }
    try {
      return maker.get();
    } finally {
      turn.release();
    }
  }
}
