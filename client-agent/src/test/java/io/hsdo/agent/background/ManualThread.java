package io.hsdo.agent.background;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A thread that does its work at once, or hangs until it is told to go on. */
public final class ManualThread implements Executor {
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

  public void hang() {
    hanging = true;
  }

  /** Does what has been waiting, and hangs no more. */
  public void goOn() {
    hanging = false;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  public int waiting() {
    return waiting.size();
  }
}
