package io.hsdo.zone;

import org.jspecify.annotations.Nullable;

/** The zone of this host could not be told; the message says why and what to do. */
public final class ZoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ZoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
