package io.hsdo.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A thread that does its work at once, or hangs until it is told to go on. */
final class ManualThread implements Executor {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean hanging;

  @Override
  public void execute(Runnable work) {
    if (hanging) {
      waiting.add(work);
    } else {
      work.run();
    }
  }

  void hang() {
    hanging = true;
  }

  /** Does what has been waiting, and hangs no more. */
  void goOn() {
    hanging = false;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  int waiting() {
    return waiting.size();
  }
}
