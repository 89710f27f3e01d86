package io.hsdo.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.bench.RuntimeApiMeter.Exchange;
import org.junit.jupiter.api.Test;

class RuntimeApiMeterTest {
  private static final Exchange LOOK = new Exchange(0, 1, 2, 100, false);
  private static final Exchange WRITE = new Exchange(1, 2, 30, 900, true);
  private static final Exchange LAST_WRITE = new Exchange(2, 3, 4, 90, true);

  private final RuntimeApiMeter meter = new RuntimeApiMeter();

  @Test
  void looksAloneCarryNothingOut() {
    add(LOOK, LOOK, LOOK, LOOK);

    assertThat(meter.isCarriedOut()).isFalse();
  }

  @Test
  void changeIsCarriedOutWhenTheNextPollAfterItsCheckWritesNothing() {
    add(LOOK, WRITE, LOOK);
    assertThat(meter.isCarriedOut()).isFalse();

    add(LOOK);
    assertThat(meter.isCarriedOut()).isTrue();
  }

  @Test
  void furtherWriteIsWaitedForToo() {
    add(WRITE, LOOK, LOOK, LAST_WRITE, LOOK);

    assertThat(meter.isCarriedOut()).isFalse();
  }

  @Test
  void changeIsFromItsFirstWriteToItsLast() {
    add(LOOK, WRITE, LOOK, LAST_WRITE, LOOK, LOOK);

    assertThat(RuntimeApiMeter.change(meter.take())).containsExactly(WRITE, LOOK, LAST_WRITE);
  }

  @Test
  void whatWasTakenIsNotCountedAgain() {
    add(WRITE, LOOK, LOOK);
    meter.take();

    assertThat(meter.take()).isEmpty();
    assertThat(meter.isCarriedOut()).isFalse();
  }

  private void add(Exchange... exchanges) {
    for (Exchange exchange : exchanges) {
      meter.add(exchange);
    }
  }
}
