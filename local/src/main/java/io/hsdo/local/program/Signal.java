package io.hsdo.local.program;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process can be told from outside, besides to end. */
public enum Signal {
  STOP,
  CONT,
  USR2;

  public void send(long pid) {
    try {
      int status = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("signal " + name() + " to " + pid + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sending a signal failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal", e);
    }
  }
}
