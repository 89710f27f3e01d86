package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketLibraryTest {
  @TempDir private Path folder;

  @Test
  void trialLeavesNothingBehind() {
    UnixSocketLibrary.requireRoom(folder);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folderThatIsMissingIsNamedWithWhatToDo() {
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(UnpackingException.class)
        .isThrownBy(() -> UnixSocketLibrary.requireRoom(missing))
        .withMessage(
            "the library for unix sockets cannot be unpacked to "
                + missing
                + ": No such file or directory; mend that, or name another folder by"
                + " -Djava.io.tmpdir=");
  }

  @Test
  void folderFromWhichNothingCanBeLoadedIsNamedWithWhatToDo() throws Exception {
    mountNoexec();
    try {
      assertThatExceptionOfType(UnpackingException.class)
          .isThrownBy(() -> UnixSocketLibrary.requireRoom(folder, folder.resolve("missing")))
          .withMessage(
              "the library for unix sockets cannot be unpacked to "
                  + folder
                  + ": it is mounted noexec, so that no library can be loaded from it; mend that,"
                  + " or name another folder by -Djava.io.tmpdir=");
      assertThat(folder).isEmptyDirectory();
    } finally {
      unmount();
    }
  }

  @Test
  void folderFromWhichNothingCanBeLoadedIsNoHarmIfAnotherWillDo(@TempDir Path home)
      throws Exception {
    mountNoexec();
    try {
      UnixSocketLibrary.requireRoom(folder, folder, home);

      assertThat(home).isEmptyDirectory();
    } finally {
      unmount();
    }
  }

  private void mountNoexec() throws Exception {
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "noexec", "tmp", folder.toString()),
        "this user may not mount file systems");
  }

  private void unmount() throws Exception {
    assertThat(succeeds("umount", folder.toString())).isTrue();
  }

  private static boolean succeeds(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
