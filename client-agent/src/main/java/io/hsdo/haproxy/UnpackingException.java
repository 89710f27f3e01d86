package io.hsdo.haproxy;

import org.jspecify.annotations.Nullable;

/** The library for unix sockets cannot be used on this host, for now. */
public final class UnpackingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnpackingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
