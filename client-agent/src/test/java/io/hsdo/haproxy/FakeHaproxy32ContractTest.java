package io.hsdo.haproxy;

import java.time.InstantSource;

/** The fake behaves as HAProxy 3.2 and later do. */
class FakeHaproxy32ContractTest extends RuntimeApiContract {
  @Override
  protected HaproxyUnderTest start(String backends) {
    return FakeHaproxy.start(Dialect.V3_2, InstantSource.system(), backends);
  }
}
