package io.hsdo.program;

/** What a program prints for whoever called it. Java keeps quiet where none of it arrives. */
public final class StandardOutput {
  private static final int FAILED = 1;

  private StandardOutput() {}

  /**
   * The exit status of a program that is about to end with {@code status}: 1, and a line on
   * standard error, if what it printed could not be written.
   */
  public static int confirm(String program, int status) {
    if (!System.out.checkError()) {
      return status;
    }
    System.err.println(
        program + ": standard output cannot be written: is the disk full, or the reader gone?");
    return FAILED;
  }
}
