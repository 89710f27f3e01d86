package io.hsdo.local.service;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed together: the last first, and all of them whatever happens. */
public final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** How many have been added. */
  public synchronized int count() {
    return parts.size();
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failure =
            failure == null ? new IllegalStateException("could not stop everything") : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
