package io.hsdo.haproxy;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  /** Whoever may use the folder may lock: root and an agent's own user agree through its group. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-rw----");

  private final Path socket;
  private final Path ownFolder;
  private final Map<Path, Taken> taken = new HashMap<>();

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
        return "another agent holds "
            + file
            + ": this one waits, and writes nothing, until that one ends";
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

  /**
   * @param key tells the file from another one that was put in its place
   */
  private record Taken(FileChannel channel, Object key) {
    boolean isStillAt(Path file) {
      try {
        return key.equals(keyOf(file));
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Takes the lock if it is free, and tells who has it. Held by us, it costs a look at a file. */
  public Holder take() {
    List<Path> files = files();
    releaseAllBut(files);
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      Taken held = taken.get(file);
      if (held != null && held.isStillAt(file)) {
        continue;
      }
      release(file);
      try {
        Optional<Taken> now = lock(file);
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

  /** Empty if it is somebody else's. */
  private static Optional<Taken> lock(Path file) throws IOException {
    FileChannel channel = open(file);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      return locked ? Optional.of(new Taken(channel, keyOf(file))) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Never through a link, which anybody who may write there could point anywhere. */
  private static FileChannel open(Path file) throws IOException {
    try {
      FileChannel created = FileChannel.open(file, CREATE_NEW, WRITE);
      share(file);
      return created;
    } catch (FileAlreadyExistsException e) {
      return FileChannel.open(file, WRITE, NOFOLLOW_LINKS);
    }
  }

  /** Makes the file as accessible as its folder, as far as this user may. */
  private static void share(Path file) {
    try {
      Files.setPosixFilePermissions(file, MODE);
      PosixFileAttributes folder =
          Files.readAttributes(Objects.requireNonNull(file.getParent()), PosixFileAttributes.class);
      var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS);
      view.setGroup(folder.group());
      view.setOwner(folder.owner());
    } catch (IOException e) {
      // Only root may give a file away, and only root's file needs to be.
    }
  }

  private static Object keyOf(Path file) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey());
  }

  private void releaseAllBut(List<Path> files) {
    List.copyOf(taken.keySet()).stream()
        .filter(file -> !files.contains(file))
        .forEach(this::release);
  }

  private void release(Path file) {
    @Nullable Taken held = taken.remove(file);
    if (held != null) {
      try {
        held.channel().close();
      } catch (IOException e) {
        // The kernel has let go of it all the same.
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(taken.keySet()).forEach(this::release);
  }
}
