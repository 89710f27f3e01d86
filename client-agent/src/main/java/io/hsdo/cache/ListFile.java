package io.hsdo.cache;

import io.hsdo.program.FolderOwner;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import io.hsdo.table.StoredItems;
import io.hsdo.table.StoredList;
import io.hsdo.text.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The file that holds the last good list over a restart. It is replaced as a whole: whoever reads
 * it, or crashes, finds the one list or the other. Only its owner may read it.
 */
public final class ListFile {
  /**
   * How far a list may seem to come from the future: a clock that was an hour ahead when it was
   * written, or is an hour behind now, is common before a machine has asked for the time. What lies
   * further ahead has an age that nobody knows.
   */
  static final Duration CLOCK_ERROR = Duration.ofHours(2);

  /** Protects the agent's small heap: more slots than HAProxy can be asked for. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int BUFFER_BYTES = 16 * 1024;

  private final Path file;
  private final Path folder;
  private final Origin origin;

  /**
   * @param file absolute path
   * @param origin whose lists are written to it, and are believed that are read from it
   */
  public ListFile(Path file, Origin origin) {
    this.file = file;
    this.folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
    this.origin = origin;
  }

  /**
   * Replaces what is in the file.
   *
   * @throws ListFileException if that fails; the file then has what was in it, or already the new
   *     list, which a power failure may undo
   */
  public void write(Optional<Header> header, Collection<Slot> slots, Instant confirmedAt) {
    var document =
        new ListDocument(origin, confirmedAt, StoredItems.encode(header, slots, confirmedAt));
    try {
      // Readable by its owner only, and of a name of its own: two agents may share a path.
      Path written = Files.createTempFile(folder, "slots-", ".tmp");
      try {
        writeDurably(document, written);
        FolderOwner.own(written);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written);
      }
      sync(folder);
    } catch (IOException e) {
      throw new ListFileException("could not write " + file + ": " + explain(e), e);
    }
  }

  /** Never through a link, with which the folder's owner could lead root to any file. */
  static void writeDurably(ListDocument document, Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
      document.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Else a power failure could bring the old file back, or none. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private String explain(IOException e) {
    if (Files.notExists(folder)) {
      return "there is no folder "
          + folder
          + ", create it for the agent's user or set CLIENT_CACHE_PATH";
    }
    if (e instanceof AccessDeniedException) {
      return "this user may not write in " + folder;
    }
    return Reason.of(e);
  }

  /**
   * The list in the file. Rows that the table would refuse are refused.
   *
   * @param maxAge since the table confirmed the list
   * @throws ListFileException if there is none that may be used, saying why
   */
  public CachedList read(Instant now, Duration maxAge) {
    try {
      ListDocument document = ListDocument.read(bytes());
      requireOurs(document.origin());
      requireFresh(document.confirmedAt(), now, maxAge);
      List<Map<String, AttributeValue>> items = document.items();
      return new CachedList(
          new StoredList(StoredItems.header(items), StoredItems.rows(items)),
          document.confirmedAt());
    } catch (NoSuchFileException e) {
      throw new ListFileException("there is no " + file, e);
    } catch (AccessDeniedException e) {
      throw new ListFileException(file + " is not used: this user may not read it", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ListFileException(file + " is not used: " + Reason.of(e), e);
    }
  }

  private byte[] bytes() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private void requireOurs(Origin read) {
    if (!read.equals(origin)) {
      throw new IllegalArgumentException(origin.differenceTo(read));
    }
  }

  private static void requireFresh(Instant confirmedAt, Instant now, Duration maxAge) {
    if (confirmedAt.isAfter(now.plus(CLOCK_ERROR))) {
      throw new IllegalArgumentException(
          "it is from the future (" + confirmedAt + "): this clock or the one then is wrong");
    }
    if (confirmedAt.plus(maxAge).isBefore(now)) {
      throw new IllegalArgumentException(
          "it is too old: last confirmed at "
              + confirmedAt
              + ", more than CLIENT_CACHE_MAX_AGE "
              + maxAge.toSeconds()
              + " s ago");
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
