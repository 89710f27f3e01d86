package io.hsdo.haproxy;

import java.time.InstantSource;

/** The fake behaves as HAProxy 2.4 to 2.9 do. */
class FakeHaproxy2ContractTest extends RuntimeApiContract {
  @Override
  protected HaproxyUnderTest start(String backends) {
    return FakeHaproxy.start(Dialect.V2, InstantSource.system(), backends);
  }
}
