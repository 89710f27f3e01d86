package io.hsdo.agent.poll;

import io.hsdo.haproxy.WriterLock.Holder;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps this agent from writing to a HAProxy that another agent writes to. */
public final class OneWriter {
  private static final Logger LOG = LoggerFactory.getLogger(OneWriter.class);

  private final Supplier<Holder> lock;

  /** Holding the lock from the start is not logged. */
  private String known = new Holder.Us().description();

  /**
   * @param lock takes it if it is free
   */
  public OneWriter(Supplier<Holder> lock) {
    this.lock = lock;
  }

  /** Why nothing may be written now; empty if it may. */
  Optional<String> objection() {
    Holder now = holder();
    String description = now.description();
    if (!description.equals(known)) {
      LOG.atLevel(now instanceof Holder.Us ? Level.INFO : Level.WARN).log(description);
      known = description;
    }
    return now.mayWrite() ? Optional.empty() : Optional.of(description);
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
