package io.hsdo.systemd;

/** The service manager could not be told something. */
final class NoticeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoticeException(String message, Throwable cause) {
    super(message, cause);
  }
}
