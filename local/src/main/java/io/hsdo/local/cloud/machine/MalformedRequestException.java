package io.hsdo.local.cloud.machine;

/** A request that gets only an error and the end of its connection. */
final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String status;

  /**
   * @param status the status line's code and reason
   */
  MalformedRequestException(String status) {
    super("answer with " + status);
    this.status = status;
  }

  String status() {
    return status;
  }
}
