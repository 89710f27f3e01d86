package io.hsdo.systemd;

import java.time.Duration;

/** Time that only goes forward, whatever is done to the machine's clock. */
interface Clockwork {
  /** The machine's. */
  Clockwork SYSTEM =
      new Clockwork() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          // Rounded up, lest the last fraction of a rest becomes a busy loop.
          Thread.sleep(time.toMillis() + (time.toNanosPart() % 1_000_000 == 0 ? 0 : 1));
        }
      };

  long nanos();

  void sleep(Duration time) throws InterruptedException;
}
