package io.hsdo.local.consul;

import java.net.URI;
import org.junit.jupiter.api.AutoClose;

class ConsulStandInTest extends ConsulContract {
  /** Closed after everything that is cleaned up in it. */
  @AutoClose private final ConsulStandIn consul = ConsulStandIn.start();

  @Override
  protected URI url() {
    return consul.url();
  }
}
