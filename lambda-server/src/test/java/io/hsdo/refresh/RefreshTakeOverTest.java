package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** A table that the Python program has written. */
class RefreshTakeOverTest extends RefreshScene {
  @Test
  void tableOfThePythonProgramIsRefused() {
    fleet.serve(1);
    store.put(TakeOverTest.pythonRow(7));

    assertThatExceptionOfType(RefreshException.class)
        .isThrownBy(this::pass)
        .withMessage(
            "table slots has no header, as one of the Python program: stop its server if there is"
                + " one, then set SERVER_TAKE_OVER=true");

    assertThat(fleet.snapshots()).isZero();
    assertThat(store.item(0)).isEmpty();
    assertThat(store.item(1)).contains(TakeOverTest.pythonRow(7));
  }

  @Test
  void tableThatLostItsHeaderIsStillOurs() {
    fleet.serve(1, 2);
    pass();
    store.delete(0);

    pass();

    assertThat(header().version()).isEqualTo(2);
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
  }

  @Test
  void tableThatLostItsHeaderIsNotMadeShorterByADamagedRow() {
    environment.remove("HAPROXY_BACKEND_SERVERS_LIST_SIZE");
    fleet.serve(1, 2, 3, 4);
    pass();
    refresh = start();
    store.delete(0);
    damage(4);

    pass();

    assertThat(header().size()).isEqualTo(4);
    assertThat(slot(4)).isEqualTo("i-4 10.0.0.4 weight 10");
  }
}
