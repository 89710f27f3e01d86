package io.hsdo.status;

import io.hsdo.haproxy.HaproxyPass;
import java.util.Optional;

/** How HAProxy is, as the last poll found it. */
public sealed interface HaproxyNow {
  /** Whether the poll could bring it in line, or why not. */
  Health health();

  /** The poll's last pass; empty if HAProxy did not answer the poll, or something else failed. */
  Optional<HaproxyPass> current();

  /** The last pass that HAProxy answered, in whatever poll. */
  Optional<HaproxyPass> last();

  /** There was no poll yet. */
  record NotAsked() implements HaproxyNow {
    @Override
    public Health health() {
      return new Health.Unknown();
    }

    @Override
    public Optional<HaproxyPass> current() {
      return Optional.empty();
    }

    @Override
    public Optional<HaproxyPass> last() {
      return Optional.empty();
    }
  }

  /** It answered. */
  record Answered(HaproxyPass pass) implements HaproxyNow {
    @Override
    public Health health() {
      return new Health.Works();
    }

    @Override
    public Optional<HaproxyPass> current() {
      return last();
    }

    @Override
    public Optional<HaproxyPass> last() {
      return Optional.of(pass);
    }
  }

  /**
   * It did not answer, or something else failed.
   *
   * @param last tells how it was before
   */
  record Fails(Health.Fails health, Optional<HaproxyPass> last) implements HaproxyNow {
    @Override
    public Optional<HaproxyPass> current() {
      return Optional.empty();
    }
  }
}
