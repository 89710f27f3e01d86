package io.hsdo.local.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of a few kilobytes over a folder, which can be full or read-only. */
final class TinyDisk implements AutoCloseable {
  static final String LACKING = "this user may not mount file systems";

  private static final int BYTES = 64 * 1024;

  /** CAP_SYS_ADMIN in {@code /proc/self/status}. */
  private static final int MAY_MOUNT = 21;

  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /** Present if this user may have one. */
  static Optional<Boolean> permission() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .map(capabilities -> (capabilities >> MAY_MOUNT & 1) == 1)
          .filter(may -> may)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Covers {@code folder} with an empty disk. */
  static TinyDisk over(Path folder) throws IOException {
    return mount(folder, "rw");
  }

  /** Covers it with one on which nothing can be written. */
  static TinyDisk readOnlyOver(Path folder) throws IOException {
    return mount(folder, "ro");
  }

  private static TinyDisk mount(Path folder, String mode) throws IOException {
    run("mount", "-t", "tmpfs", "-o", mode + ",size=" + BYTES, "tiny", folder.toString());
    return new TinyDisk(folder);
  }

  /** Leaves no room, until what is returned is closed. */
  AutoCloseable fill() throws IOException {
    Path filler = folder.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[1024];
      for (int written = 0; written <= BYTES; written += block.length) {
        out.write(block);
      }
      throw new IllegalStateException(folder + " has more room than " + BYTES + " bytes");
    } catch (IOException e) {
      // It is full.
      return () -> Files.delete(filler);
    }
  }

  /** What was read-only can be written. */
  void unprotect() throws IOException {
    run("mount", "-o", "remount,rw", folder.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + List.of(command), e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", folder.toString());
  }
}
