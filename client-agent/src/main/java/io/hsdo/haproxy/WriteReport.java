package io.hsdo.haproxy;

import io.hsdo.reconcile.ServerRef;
import java.util.List;

/**
 * What became of changes, as far as answers tell. Whether they took effect is what the next read
 * says.
 *
 * @param commandsSent commands that HAProxy was sent, failures included
 */
public record WriteReport(int commandsSent, List<Failure> failures, Ending ending) {
  public WriteReport {
    failures = List.copyOf(failures);
  }

  /**
   * A command that HAProxy refused.
   *
   * @param text HAProxy's words
   */
  public record Failure(ServerRef server, String command, String text) {}

  /** Why nothing more was sent. */
  public enum Ending {
    /** Everything was sent. */
    COMPLETE,
    /**
     * Another process answered than the one that was read. It has carried out that last line all
     * the same, though it was meant for its predecessor: a server may be ready at the placeholder
     * of the configuration, where no member is. Only reading and reconciling it at once puts that
     * right.
     */
    REPLACED,
    /** The process was told to leave and takes no commands; its successor is there to be read. */
    STOPPING
  }
}
