package io.hsdo.haproxy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Whether a file is locked, and by whom: what the kernel tells without being asked for a lock. */
final class KernelLocks {
  /** Lines such as {@code 1: POSIX ADVISORY WRITE 24830 fe:00:2158068 0 EOF}. */
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final int KIND = 1;
  private static final int PID = 4;
  private static final int FILE = 5;

  private KernelLocks() {}

  static Optional<LockHolder> holder(Path file) {
    Optional<Long> pid = pid(file);
    return pid.isPresent() || isLocked(file)
        ? Optional.of(new LockHolder(file, pid))
        : Optional.empty();
  }

  private static Optional<Long> pid(Path file) {
    try {
      // The device differs on layered file systems, so the file's own number has to do.
      String end = ":" + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      List<String> lines = Files.readAllLines(LOCKS);
      return lines.stream()
          .map(line -> line.split(" +"))
          .filter(fields -> fields.length > FILE && fields[KIND].equals("POSIX"))
          .filter(fields -> fields[FILE].endsWith(end))
          .map(fields -> Long.parseLong(fields[PID]))
          .findFirst();
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * The kernel does not show the locks of another container, so a shared one is asked for. An agent
   * that starts in that very moment waits for one poll.
   */
  private static boolean isLocked(Path file) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null;
    } catch (IOException e) {
      return false;
    }
  }
}
