package io.hsdo.check;

import io.hsdo.cache.ListFile;
import io.hsdo.cache.ListFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What became of the file that keeps the list for a start without DynamoDB. */
public sealed interface CacheFacts {
  /** None is to be kept. */
  record Off() implements CacheFacts {}

  /** None can be kept on this machine. */
  record Impossible(String text) implements CacheFacts {}

  /** There is none yet. */
  record None(Path path) implements CacheFacts {}

  /** There is one, but an agent would not use it. */
  record Unusable(String text) implements CacheFacts {}

  /** An agent that starts without DynamoDB would use it. */
  record Usable(Path path, Instant confirmedAt) implements CacheFacts {}

  /**
   * Looks at the file and its folder.
   *
   * @param maxAge of a list that is used
   */
  static CacheFacts read(ListFile file, Path path, Instant now, Duration maxAge) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return new Impossible("there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      return new Impossible("this user may not write in " + folder);
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
