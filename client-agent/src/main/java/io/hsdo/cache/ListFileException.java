package io.hsdo.cache;

import org.jspecify.annotations.Nullable;

/**
 * The file could not be written, or what is in it is not used; the message names it and says why.
 */
public final class ListFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ListFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
