package io.hsdo.table;

/** Another writer stored a change first: read everything anew and plan again. */
public final class VersionConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VersionConflictException(String message) {
    super(message);
  }
}
