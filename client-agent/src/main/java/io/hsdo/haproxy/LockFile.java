package io.hsdo.haproxy;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.hsdo.program.FolderOwner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file that this process has locked, until it closes it or ends. Another file may be put in its
 * place meanwhile, which the lock is not on.
 */
final class LockFile implements AutoCloseable {
  /** Whoever may use the folder may lock: root and an agent's own user agree through its group. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-rw----");

  private final Path file;
  private final FileChannel channel;

  /** Tells the file from another one of its name. */
  private final Object key;

  private LockFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.key = keyOf(file);
  }

  /** Makes the file if there is none, and locks it; empty if it is somebody else's. */
  static Optional<LockFile> lock(Path file) throws IOException {
    FileChannel channel = open(file);
    Optional<LockFile> locked = Optional.empty();
    try {
      if (channel.tryLock() != null) {
        locked = Optional.of(new LockFile(file, channel));
      }
      return locked;
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } finally {
      if (locked.isEmpty()) {
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

  /** Makes the file as accessible as its folder, as far as this user may; never through a link. */
  static void share(Path file) {
    // Only so does Java 25 not follow a link: its view of the file by itself changes what it leads
    // to.
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(folderOf(file))) {
      if (folder instanceof SecureDirectoryStream<Path> secure) {
        secure
            .getFileAttributeView(nameOf(file), PosixFileAttributeView.class, NOFOLLOW_LINKS)
            .setPermissions(MODE);
      }
    } catch (IOException e) {
      // It is as accessible as its umask has it.
    }
    FolderOwner.own(file);
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static Path nameOf(Path file) {
    return Objects.requireNonNull(file.getFileName());
  }

  private static Object keyOf(Path file) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey());
  }

  /** Whether the file of this name is still the one that is locked. */
  boolean isStillThere() {
    try {
      return key.equals(keyOf(file));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The kernel has let go of it all the same.
    }
  }
}
