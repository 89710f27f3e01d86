package io.hsdo.local.bench;

import io.hsdo.local.service.Parts;
import io.hsdo.local.service.TemporaryFolder;
import java.nio.file.Path;

/**
 * One case of the agent's benchmark. It is measured at work first, alone, and then let rest, which
 * several can do side by side.
 */
final class MeasuredAgent implements AutoCloseable {
  private final AgentCase what;
  private final Parts parts = new Parts();
  private final AgentRun.Result work;
  private final RestingAgent resting;
  private RestingAgent.Reading before;

  /**
   * Returns when the agent rests.
   *
   * @param root what the agent's packages install
   * @param jvm further options of the agent's JVM
   */
  MeasuredAgent(AgentCase what, Path root, String jvm) throws InterruptedException {
    this.what = what;
    try {
      Path folder = parts.add(TemporaryFolder.create("bench")).path();
      var stand = parts.add(new AgentStand(folder, what.slots(), what.tls()));
      String options = (stand.javaOptions() + " " + jvm).strip();
      var agent = new PackagedAgent(root, JavaHome.of(what.java()), folder, options);
      work = new AgentRun(stand, agent, folder, what.interval()).measure();
      resting = parts.add(new RestingAgent(stand, agent, what.interval()));
      before = resting.read();
    } catch (RuntimeException | InterruptedException e) {
      parts.close();
      throw e;
    }
  }

  /** What it costs at rest is counted from here on. */
  void countFromNow() {
    before = resting.read();
  }

  void addTo(AgentTables tables) {
    tables.add(what, work, resting.since(before));
  }

  @Override
  public void close() {
    parts.close();
  }
}
