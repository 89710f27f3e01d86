package io.hsdo.table;

import org.jspecify.annotations.Nullable;

/** The table could not be read or written; the message names it and what was attempted. */
public class SlotListStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotListStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
