package io.hsdo.agent.poll;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.DesiredServer;
import java.util.List;
import java.util.function.Function;

/** Whatever brings a HAProxy in line with what is desired of it. */
public interface Keeper {
  /**
   * Runs one pass.
   *
   * @param aim the servers that are desired of a HAProxy that was observed so
   * @throws io.hsdo.haproxy.RuntimeApiException if HAProxy does not answer
   */
  HaproxyPass pass(Function<HaproxySnapshot, List<DesiredServer>> aim) throws InterruptedException;
}
