package io.hsdo.fleet;

/** The fleet could not be asked, or its answer is not whole; the message says what was asked. */
public final class FleetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FleetException(String message) {
    super(message);
  }

  public FleetException(String message, Throwable cause) {
    super(message, cause);
  }
}
