package io.hsdo.agent.background;

import io.hsdo.program.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that is there while there is work, and never keeps the process from ending. */
public final class OneThread {
  private static final long IDLE_SECONDS = 10;

  private OneThread() {}

  public static Executor named(String name) {
    var executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
