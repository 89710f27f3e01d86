package io.hsdo.haproxy;

/** The library for unix sockets cannot be used on this host, for now. */
public final class UnpackingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnpackingException(String message, Throwable cause) {
    super(message, cause);
  }
}
