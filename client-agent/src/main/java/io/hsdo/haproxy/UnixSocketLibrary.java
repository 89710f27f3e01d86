package io.hsdo.haproxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The library for unix sockets, which unpacks what of it is no Java when it is first used. Where it
 * cannot, it prints a hundred lines and is of no use until the program ends, so that whoever is
 * about to use it tries before.
 */
public final class UnixSocketLibrary {
  /** More than there is to unpack for any kind of machine: 72 kB. */
  private static final int ROOM = 100_000;

  private UnixSocketLibrary() {}

  /**
   * Makes sure that it can be unpacked.
   *
   * @param folder the one for temporary files
   * @throws UnpackingException if there is no room, or nobody may write there
   */
  public static void requireRoom(Path folder) {
    try {
      Path trial = File.createTempFile("hsdo-agent", ".trial", folder.toFile()).toPath();
      try {
        Files.write(trial, new byte[ROOM]);
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      throw new UnpackingException(
          "the library for unix sockets cannot be unpacked to "
              + folder
              + ": "
              + e.getMessage()
              + "; make room there, or name another folder by -Djava.io.tmpdir=",
          e);
    }
  }
}
