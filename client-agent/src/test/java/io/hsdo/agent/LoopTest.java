package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.systemd.ServiceManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
  @Test
  void heapIsSweptTwoTurnsAfterTheOneThatReadTheList() throws Exception {
    var sweeps = new AtomicInteger();
    var sweep = new HeapSweep(() -> 1, sweeps::incrementAndGet);
    try (var rig = new Rig()) {
      rig.table.save("a - c");
      var loop = new Loop(rig.agent(), Duration.ZERO, ServiceManager.of(Map.of()), sweep);

      loop.turn();
      loop.turn();
      assertThat(sweeps).hasValue(0);
      loop.turn();

      assertThat(sweeps).hasValue(1);
    }
  }
}
