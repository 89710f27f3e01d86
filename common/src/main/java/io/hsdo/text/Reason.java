package io.hsdo.text;

/** Why something failed, in words. */
public final class Reason {
  private Reason() {}

  /** What {@code problem} says; its name if it says nothing, as a mistake of the program's may. */
  public static String of(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.toString() : message;
  }
}
