package io.hsdo.local.packages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that has booted, for each test. It takes root and the tests some minutes, so only where
 * HSDO_TEST_INSTALL is 1, as {@code .ci/run} has it.
 */
abstract class BootedMachine {
  @TempDir private Path folder;
  DebianMachine machine;

  @BeforeEach
  void boot() throws IOException, InterruptedException {
    assumeTrue("1".equals(System.getenv("HSDO_TEST_INSTALL")), "HSDO_TEST_INSTALL is not 1");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may boot a machine");
    assumeTrue(Shell.has("debootstrap"), "debootstrap is not installed");
    assumeTrue(Files.exists(Path.of(Built.AGENT.deb())), "the packages are not built: mvn package");
    machine = new DebianMachine(folder);
  }

  @AfterEach
  void shutDown() {
    if (machine != null) {
      machine.close();
    }
  }
}
