package io.hsdo.infra;

/** The settings cannot be deployed; the message says what to change. */
final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }

  /** What went wrong there, and where. */
  SettingsException(String where, Exception cause) {
    super(where + ": " + cause.getMessage(), cause);
  }
}
