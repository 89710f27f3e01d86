package io.hsdo.check;

import io.hsdo.cache.ListFile;
import io.hsdo.cache.ListFileException;
import io.hsdo.cache.MachineId;
import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What became of the file that keeps the list for a start without DynamoDB. */
public sealed interface CacheFacts {
  /** What follows. */
  Finding finding();

  /** None is to be kept. */
  record Off() implements CacheFacts {
    @Override
    public Finding finding() {
      return new Fine("cache", "CLIENT_CACHE_MAX_AGE is 0: no list is kept");
    }
  }

  /** None can be kept on this machine. */
  record Impossible(String text, String remedy) implements CacheFacts {
    @Override
    public Finding finding() {
      return new Mistake(
          Kind.CACHE_FOLDER, "no list is kept for a start without DynamoDB: " + text, remedy);
    }

    /** The machine has no id, without which its list could not be told from another's. */
    public static Impossible noMachineId() {
      return new Impossible("this machine has no usable " + MachineId.FILE, MachineId.REMEDY);
    }

    static Impossible folder(String text) {
      return new Impossible(
          text, "create the folder for the agent's user, or set CLIENT_CACHE_PATH");
    }
  }

  /** There is none yet. */
  record None(Path path) implements CacheFacts {
    @Override
    public Finding finding() {
      return new Fine("cache", path + " is not there yet");
    }
  }

  /** There is one, but an agent would not use it. */
  record Unusable(String text) implements CacheFacts {
    @Override
    public Finding finding() {
      return new Mistake(
          Kind.CACHE_FILE, text, "start the agent: it writes a new one once DynamoDB answers");
    }
  }

  /** An agent that starts without DynamoDB would use it. */
  record Usable(Path path, Instant confirmedAt) implements CacheFacts {
    @Override
    public Finding finding() {
      return new Fine("cache", path + " has a list that DynamoDB confirmed at " + confirmedAt);
    }
  }

  /**
   * Looks at the file and its folder.
   *
   * @param maxAge of a list that is used
   */
  static CacheFacts read(ListFile file, Path path, Instant now, Duration maxAge) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Impossible.folder("there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      return Impossible.folder("this user may not write in " + folder);
    }
    if (Files.notExists(path)) {
      return new None(path);
    }
    try {
      return new Usable(path, file.read(now, maxAge).confirmedAt());
    } catch (ListFileException e) {
      return new Unusable(String.valueOf(e.getMessage()));
    }
  }
}
