package io.hsdo.cache;

import io.hsdo.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells this machine from others, also from those that were made from an image of it. */
public final class MachineId {
  /** Where systemd keeps it, new for every machine that boots an image. */
  public static final Path FILE = Path.of("/etc/machine-id");

  /** What gives the machine an id. */
  public static final String REMEDY = "run systemd-machine-id-setup, or mount the host's file";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private MachineId() {}

  /**
   * The machine's id as we write it down: hashed, for the id itself is not to leave the machine.
   *
   * @throws ListFileException if the machine has none
   */
  public static String of(Path file) {
    String id;
    try {
      id = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      throw missing(file, e.toString(), e);
    }
    if (!ID.matcher(id).matches()) {
      throw missing(file, "it is no id of 32 hexadecimal digits", null);
    }
    MessageDigest digest = Sha256.digest();
    digest.update(("hsdo " + id).getBytes(StandardCharsets.US_ASCII));
    return Sha256.hex(digest);
  }

  private static ListFileException missing(Path file, String problem, @Nullable Throwable cause) {
    return new ListFileException(
        "no machine id in "
            + file
            + " ("
            + problem
            + "), so that a file could not be told from another machine's: "
            + REMEDY,
        cause);
  }
}
