package io.hsdo.local.cloud;

import io.hsdo.local.cloud.model.Ec2State;
import io.hsdo.local.cloud.model.LifecycleState;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance as both APIs see it.
 *
 * @param address the private address, on which its server listens
 * @param port of its server
 * @param group and {@code lifecycle} are empty once it has left its group
 */
public record Instance(
    String id,
    String zone,
    String address,
    int port,
    Instant launched,
    Ec2State state,
    Optional<String> group,
    Optional<LifecycleState> lifecycle,
    boolean healthy) {

  public boolean isInService() {
    return lifecycle.filter(LifecycleState.IN_SERVICE::equals).isPresent();
  }

  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  /** Such as {@code http://127.12.0.1:40123/}. */
  public URI url() {
    return URI.create("http://%s:%d/".formatted(address, port));
  }
}
