package io.hsdo.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.FleetMember;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServiceInstanceTest {
  @Test
  void newcomersAreInTheOrderOfTheirIndexWhateverItIs() {
    assertThat(
            LongStream.of(Long.MIN_VALUE, 0, 7, 8, Long.MAX_VALUE)
                .mapToObj(ServiceInstanceTest::registered)
                .map(FleetMember::launchTime)
                .map(Optional::orElseThrow))
        .isSorted();
  }

  private static FleetMember registered(long createIndex) {
    return new ServiceInstance(
            "web", "node", "10.0.0.1", "web-1", "", List.of("passing"), Optional.of(createIndex))
        .asMember();
  }
}
