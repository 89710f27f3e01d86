package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
                + ": No such file or directory; make room there, or name another folder by"
                + " -Djava.io.tmpdir=");
  }
}
