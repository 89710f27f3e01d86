package io.hsdo.haproxy;

import org.jspecify.annotations.Nullable;

/**
 * Which process of HAProxy it was. The process number alone does not tell: in a container it is the
 * same after every start.
 *
 * @param startTimeSec seconds since the epoch
 */
public record HaproxyProcess(long pid, long startTimeSec) {
  // By hand, as those of ServerRef: for a record's own the JVM makes dozens of classes in the first
  // poll.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HaproxyProcess process
        && pid == process.pid
        && startTimeSec == process.startTimeSec;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * pid + startTimeSec);
  }
}
