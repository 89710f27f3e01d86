package io.hsdo.agent;

import io.hsdo.haproxy.WriterLock.Holder;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps this agent from writing to a HAProxy that another agent writes to. */
final class OneWriter {
  private static final Logger LOG = LoggerFactory.getLogger(OneWriter.class);

  /** What is nothing to speak of. */
  private static final Holder OURS = new Holder.Us();

  private final Supplier<Holder> lock;
  private Holder last = OURS;

  /**
   * @param lock takes it if it is free
   */
  OneWriter(Supplier<Holder> lock) {
    this.lock = lock;
  }

  /** Why nothing may be written now; empty if it may. */
  Optional<String> objection() {
    Holder now = holder();
    if (!now.equals(last)) {
      LOG.atLevel(now.equals(OURS) ? Level.INFO : Level.WARN).log(now.description());
      last = now;
    }
    return now.mayWrite() ? Optional.empty() : Optional.of(now.description());
  }

  /** An agent that ended because of a lock would help nobody. */
  private Holder holder() {
    try {
      return lock.get();
    } catch (RuntimeException e) {
      return new Holder.Nobody(e.toString());
    }
  }
}
