package io.hsdo.program;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;

/** Whose a file is that a command of root's makes for a service. */
public final class FolderOwner {
  private FolderOwner() {}

  /** Gives the file to the owner and group of its folder, as far as this user may. */
  public static void own(Path file) {
    try {
      PosixFileAttributes folder =
          Files.readAttributes(Objects.requireNonNull(file.getParent()), PosixFileAttributes.class);
      var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS);
      view.setGroup(folder.group());
      view.setOwner(folder.owner());
    } catch (IOException e) {
      // Only root may give a file away, and only root's file needs to be.
    }
  }
}
