package io.hsdo.refresh;

/** A pass must not begin, or not go on; the message says why and what to do. */
public final class RefreshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefreshException(String message) {
    super(message);
  }

  RefreshException(String message, Throwable cause) {
    super(message, cause);
  }
}
