package io.hsdo.program;

import java.util.concurrent.ThreadFactory;

/** Makes threads that never keep the program from ending. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** All of this name. */
  public static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
