package io.hsdo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineIdTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void idIsTheSameAtEveryStartAndNotWrittenDownAsItIs() throws IOException {
    assertThat(id(ID + "\n")).isEqualTo(id(ID)).hasSize(64).doesNotContain(ID);
  }

  @Test
  void machinesDiffer() throws IOException {
    assertThat(id(ID)).isNotEqualTo(id(ID.replace('0', '1')));
  }

  /** As in an image that is to be given one at its first boot. */
  @ParameterizedTest
  @ValueSource(strings = {"", "uninitialized\n", "0123"})
  void fileWithoutAnIdIsRefused(String content) {
    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> id(content))
        .withMessageStartingWith("no machine id in " + folder);
  }

  @Test
  void machineWithoutAFileIsRefused() {
    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> MachineId.of(folder.resolve("none")))
        .withMessageEndingWith("run systemd-machine-id-setup, or mount the host's file");
  }

  private String id(String content) throws IOException {
    return MachineId.of(Files.writeString(folder.resolve("machine-id"), content));
  }
}
