package io.hsdo.local.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.local.agent.Host.Ended;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The run that the archive of classes is made of: it loads what an agent loads, and does nothing.
 */
@RequiresHaproxy
class ArchiveRunTest {
  private static final Pattern LOADED =
      Pattern.compile("(?m)\\[class,load\\] (io\\.hsdo\\.[\\w.]+(?:\\$[A-Z]\\w*)?) source:");

  private static final Path INSTALLED = Path.of("../client-agent/target/dist/root");

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  private Path folder;

  private Host host;

  @BeforeEach
  void start() {
    host = Host.start(folder);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void nothingIsWrittenToHaproxyAndNothingIsLeftBehind() throws Exception {
    host.seat(2);
    List<String> before = host.servers();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));

    Ended run = archiveRun("-Djava.io.tmpdir=" + temporary);

    assertThat(run.status()).as(run.output()).isZero();
    assertThat(host.servers()).isEqualTo(before);
    assertThat(folder.resolve("slots.json")).doesNotExist();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("hsdo"))).isEmpty();
    }
  }

  @Test
  void agentThatRunsMeanwhileStaysTheOneThatWrites() throws Exception {
    host.seat(1);
    try (Program agent = host.start()) {
      Host.awaitCarriedOut(agent);

      Ended run = archiveRun();

      assertThat(run.status()).as(run.output()).isZero();
      assertThat(run.output() + agent.output()).doesNotContain("another agent");
    }
  }

  @Test
  void withoutHaproxyItFails() throws Exception {
    host.seat(1);
    host.haproxy().stop();

    assertThat(archiveRun().status()).isEqualTo(1);
  }

  @Test
  void parameterThatIsMissingIsNamed() throws Exception {
    host.with("CLIENT_HAPROXY_BACKEND_BASE_NAME", "");

    Ended run = archiveRun();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.output()).contains("hsdo-agent: CLIENT_HAPROXY_BACKEND_BASE_NAME is not set");
  }

  /** All but those that write to HAProxy and say so. */
  @Test
  void nearlyAllClassesOfAnAgentAreLoaded() throws Exception {
    host.seat(2);
    Path archived = folder.resolve("archived.log");
    Path used = folder.resolve("used.log");

    archiveRun("-Xlog:class+load:file=" + archived);
    host.without("HSDO_MAKE_ARCHIVE").with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + used);
    try (Program agent = host.start()) {
      Host.awaitCarriedOut(agent);
    }

    Set<String> missing = ownClasses(used);
    assertThat(missing).hasSizeGreaterThan(100);
    missing.removeAll(ownClasses(archived));
    assertThat(missing).hasSizeLessThan(10);
  }

  /** They would take 40 ms of the first poll, and more memory than the list. */
  @Test
  void pollWithNothingToDoHasNoClassesMadeForTheMethodsOfRecords() throws Exception {
    host.seat(2);
    try (Program agent = host.start()) {
      Host.awaitCarriedOut(agent);
    }
    Path loaded = folder.resolve("loaded.log");

    archiveRun("-Xlog:class+load:file=" + loaded);

    assertThat(Files.readString(loaded))
        .contains("io.hsdo.reconcile.Reconciler ")
        .doesNotContain("java.lang.runtime.ObjectMethods ");
  }

  /** As above, for the first lines that are written. */
  @Test
  void writingHasNoClassesMadeForTheMethodsOfRecords() throws Exception {
    host.seat(2);
    Path loaded = folder.resolve("loaded.log");

    host.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded);
    try (Program agent = host.start()) {
      Host.awaitCarriedOut(agent);
    }

    assertThat(Files.readString(loaded))
        .contains("io.hsdo.haproxy.WritingLine ")
        .doesNotContain("java.lang.runtime.ObjectMethods ");
  }

  @Test
  void packagedAgentStartsFromItsArchive() throws Exception {
    assumeTrue(Files.exists(INSTALLED), "the package is not built: mvn package");
    host.seat(1);
    Path loaded = folder.resolve("loaded.log");

    host.with("HSDO_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    host.with("HSDO_MAKE_ARCHIVE", "yes");
    assertThat(Host.ended(host.launch(INSTALLED)).status()).isZero();
    host.without("HSDO_MAKE_ARCHIVE");
    try (Program agent = host.launch(INSTALLED)) {
      Host.awaitCarriedOut(agent);
    }

    assertThat(Files.readString(loaded))
        .containsPattern("io\\.hsdo\\.agent\\.poll\\.Agent source: shared objects file");
  }

  private Ended archiveRun(String option) throws InterruptedException {
    host.with("JAVA_TOOL_OPTIONS", option);
    return archiveRun();
  }

  private Ended archiveRun() throws InterruptedException {
    return host.with("HSDO_MAKE_ARCHIVE", "yes").run();
  }

  private static Set<String> ownClasses(Path log) throws IOException {
    return LOADED
        .matcher(Files.readString(log))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
