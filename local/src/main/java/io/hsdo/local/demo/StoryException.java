package io.hsdo.local.demo;

/** A step of the story did not happen; the message names the step and what was seen instead. */
final class StoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoryException(String step, String seen) {
    super("step '" + step + "' failed: " + seen);
  }
}
