package io.hsdo.local.cloud.model;

/** A refusal as AWS words it; the message is what the caller of the API reads. */
public final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final String code;
  private final int status;

  public AwsException(int status, String code, String message) {
    super(message);
    this.message = message;
    this.code = code;
    this.status = status;
  }

  /** The refusal for nearly everything Auto Scaling dislikes. */
  public static AwsException validation(String message) {
    return new AwsException(400, "ValidationError", message);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Such as {@code ValidationError}. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
