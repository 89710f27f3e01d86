package io.hsdo.logging;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the refresh, or one poll of the agent: until it ends, every line that its thread logs
 * carries its id. The id is made with the first line, so that a pass without one costs nothing.
 */
public final class Pass {
  private static final int ID_BYTES = 4;

  private static final ThreadLocal<@Nullable Pass> CURRENT = new ThreadLocal<>();

  private Optional<String> id = Optional.empty();
  private int begun;

  private Pass() {}

  /** Begins one; within a pass, the pass goes on until it has ended as often as it has begun. */
  public static Pass begin() {
    Pass pass = CURRENT.get();
    if (pass == null) {
      pass = new Pass();
      CURRENT.set(pass);
    }
    pass.begun++;
    return pass;
  }

  /** The id of the pass that this thread runs, if it runs one. */
  public static Optional<String> currentId() {
    return Optional.ofNullable(CURRENT.get()).map(Pass::id);
  }

  /** Eight hexadecimal digits. */
  public String id() {
    if (id.isEmpty()) {
      byte[] bytes = new byte[ID_BYTES];
      // Not kept: a process may be a copy of another, which would have the same generator.
      new SecureRandom().nextBytes(bytes);
      id = Optional.of(HexFormat.of().formatHex(bytes));
    }
    return id.get();
  }

  public void end() {
    begun--;
    if (begun == 0) {
      CURRENT.remove();
    }
  }
}
