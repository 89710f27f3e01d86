package io.hsdo.haproxy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The right to write to one HAProxy: an exclusive lock, keyed on the real path of its socket, that
 * the kernel takes back when its holder ends however it ends.
 *
 * <p>It is a file beside the socket, where every user of the socket finds it, whatever container it
 * runs in, and another in the agent's own folder, for a user who may not write beside the socket.
 * An agent takes all that it can open. So two agents meet in one of them unless neither of both
 * places is common to them.
 */
public final class WriterLock implements AutoCloseable {
  private final Path socket;
  private final Path ownFolder;
  private final Map<Path, LockFile> taken = new HashMap<>();

  /**
   * @param socket path of HAProxy's socket, which need not exist yet
   * @param ownFolder where the agent keeps what outlives it, which need not exist either
   */
  public WriterLock(Path socket, Path ownFolder) {
    this.socket = socket;
    this.ownFolder = ownFolder;
  }

  /** Who holds the lock. */
  public sealed interface Holder {
    /** Whether this process may write. */
    boolean mayWrite();

    String description();

    /** This process. */
    record Us() implements Holder {
      @Override
      public boolean mayWrite() {
        return true;
      }

      @Override
      public String description() {
        return "this agent alone writes to HAProxy now";
      }
    }

    /** Another process. */
    record Another(Path file) implements Holder {
      @Override
      public boolean mayWrite() {
        return false;
      }

      @Override
      public String description() {
        return "another agent holds " + file + ": this one writes nothing as long as that one runs";
      }
    }

    /** Nobody: it cannot be taken, which is no reason to leave HAProxy alone. */
    record Nobody(String problem) implements Holder {
      @Override
      public boolean mayWrite() {
        return true;
      }

      @Override
      public String description() {
        return "the lock that keeps a second agent from this HAProxy cannot be taken ("
            + problem
            + "): going on without";
      }
    }
  }

  /** Takes the lock if it is free, and tells who has it. Held by us, it costs a look at a file. */
  public Holder take() {
    List<Path> files = files();
    releaseAllBut(files);
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      LockFile held = taken.get(file);
      if (held != null && held.isStillThere()) {
        continue;
      }
      release(file);
      try {
        Optional<LockFile> now = LockFile.lock(file);
        if (now.isEmpty()) {
          close();
          return new Holder.Another(file);
        }
        taken.put(file, now.get());
      } catch (IOException e) {
        problems.add(e.toString());
      }
    }
    return taken.isEmpty() ? new Holder.Nobody(String.join(", ", problems)) : new Holder.Us();
  }

  /** Who else has it: a look that takes nothing and leaves nothing behind. */
  public Optional<LockHolder> holder() {
    return files().stream()
        .filter(Files::isRegularFile)
        .flatMap(file -> KernelLocks.holder(file).stream())
        .findFirst();
  }

  private List<Path> files() {
    Path real = realSocket();
    return List.of(
        real.resolveSibling(real.getFileName() + ".hsdo-lock"),
        ownFolder.resolve(URLEncoder.encode(real + ".hsdo-lock", StandardCharsets.UTF_8)));
  }

  /** Two names of one socket have one lock. */
  private Path realSocket() {
    Path absolute = socket.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException noSocketYet) {
      Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
      try {
        return folder.toRealPath().resolve(absolute.getFileName());
      } catch (IOException noFolderYet) {
        return absolute;
      }
    }
  }

  private void releaseAllBut(List<Path> files) {
    List.copyOf(taken.keySet()).stream()
        .filter(file -> !files.contains(file))
        .forEach(this::release);
  }

  private void release(Path file) {
    LockFile held = taken.remove(file);
    if (held != null) {
      held.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(taken.keySet()).forEach(this::release);
  }
}
