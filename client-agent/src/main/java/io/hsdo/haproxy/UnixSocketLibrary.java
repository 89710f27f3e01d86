package io.hsdo.haproxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
   * Makes sure that it can be unpacked and loaded.
   *
   * @param folder the one for temporary files
   * @param others where the library tries next, one after the other, if nothing can be loaded from
   *     the one before
   * @throws UnpackingException if there is no room, or nobody may write there, or nothing can be
   *     loaded from anywhere
   */
  public static void requireRoom(Path folder, Path... others) {
    try {
      if (isLoadedFrom(folder)) {
        return;
      }
    } catch (IOException e) {
      throw unusable(folder, e.getMessage(), e);
    }
    try {
      for (Path other : others) {
        if (isLoadedFrom(other)) {
          return;
        }
      }
    } catch (IOException e) {
      // The library gives up as well.
    }
    throw unusable(folder, "it is mounted noexec, so that no library can be loaded from it", null);
  }

  private static boolean isLoadedFrom(Path folder) throws IOException {
    File trial = File.createTempFile("hsdo-agent", ".trial", folder.toFile());
    try {
      Files.write(trial.toPath(), new byte[ROOM]);
      // On a file system mounted noexec no file is executable, whatever its mode.
      return trial.setExecutable(true) && trial.canExecute();
    } finally {
      Files.delete(trial.toPath());
    }
  }

  private static UnpackingException unusable(
      Path folder, @Nullable String reason, @Nullable IOException cause) {
    return new UnpackingException(
        "the library for unix sockets cannot be unpacked to "
            + folder
            + ": "
            + reason
            + "; mend that, or name another folder by -Djava.io.tmpdir=",
        cause);
  }
}
