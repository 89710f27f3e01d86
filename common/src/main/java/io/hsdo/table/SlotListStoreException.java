package io.hsdo.table;

/** The table could not be read or written; the message names it and what was attempted. */
public final class SlotListStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotListStoreException(String message) {
    super(message);
  }

  public SlotListStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
