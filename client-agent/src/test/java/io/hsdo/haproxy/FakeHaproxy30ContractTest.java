package io.hsdo.haproxy;

import java.time.InstantSource;

/** The fake behaves as HAProxy 3.0 and 3.1 do. */
class FakeHaproxy30ContractTest extends RuntimeApiContract {
  @Override
  protected HaproxyUnderTest start(String backends) {
    return FakeHaproxy.start(Dialect.V3_0, InstantSource.system(), backends);
  }
}
