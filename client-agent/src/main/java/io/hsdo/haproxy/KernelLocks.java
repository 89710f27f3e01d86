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

/** Whether a file is locked, and by whom. */
final class KernelLocks {
  /** Lines such as {@code 1: POSIX ADVISORY WRITE 24830 fe:00:2158068 0 EOF}. */
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final int KIND = 1;
  private static final int PID = 4;
  private static final int FILE = 5;

  private KernelLocks() {}

  /**
   * Empty if a shared lock can be had. That takes nothing from whoever has the file; an agent that
   * starts in that very moment waits for one poll.
   */
  static Optional<LockHolder> holder(Path file) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null ? Optional.of(new LockHolder(file, pid(file))) : Optional.empty();
    } catch (IOException e) {
      return pid(file).map(pid -> new LockHolder(file, Optional.of(pid)));
    }
  }

  /** Of whoever is said to have it; empty for a process of another container. */
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
}
