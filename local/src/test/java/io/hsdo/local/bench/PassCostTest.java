package io.hsdo.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassCostTest {
  @Test
  void whatTheProbePrintsIsRead() {
    var cost = new PassCost(2, 3_000_000, 8_000_000, 500, 1);

    assertThat(PassCost.parse(cost.toString())).contains(cost);
    assertThat(cost.cpuMillisEach()).isEqualTo(1.5);
  }

  @Test
  void whatTheJvmPrintsIsPassedOver() {
    assertThat(PassCost.parse("Started recording 1. No limit specified.")).isEmpty();
  }
}
