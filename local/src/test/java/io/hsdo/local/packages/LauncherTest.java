package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program on the path, with Javas that only print what they are told. */
class LauncherTest {
  private static final Path LAUNCHER = Built.AGENT.installed("usr/bin/hsdo-agent");
  private static final Path SHARE = Built.AGENT.installed("usr/share/hsdo/hsdo-agent");

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void useThePackagesFiles() {
    assumeTrue(Files.exists(LAUNCHER), "the package is not built: mvn package");
    environment.put("HSDO_SHARE", SHARE.toString());
  }

  @ParameterizedTest
  @CsvSource({"17.0.15, 17", "18, 17", "21.0.1, 17", "24.0.2, 17", "25, 25", "26-ea, 25"})
  void optionsAreThoseOfTheNewestJavaThatIsNotNewer(String java, String options)
      throws IOException {
    useJava(java);

    assertThat(launch("check").good()).contains("@" + SHARE + "/jvm-" + options + ".options ");
  }

  @ParameterizedTest
  @CsvSource({"16.0.2, 16", "11.0.20, 11", "1.8.0_392, 8"})
  void javaThatIsTooOldIsNamedWithWhatToInstall(String java, String major) throws IOException {
    useJava(java);

    Shell.Outcome outcome = launch("check");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.said())
        .contains("needs Java 17 or later, found Java " + major + " in " + folder)
        .contains("apt-get install openjdk-17-jre-headless");
  }

  @Test
  void folderWithoutJavaIsNamed() {
    environment.put("JAVA_HOME", folder.toString());

    Shell.Outcome outcome = launch("check");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.said()).contains("found no Java (JAVA_HOME is " + folder + ")");
  }

  @Test
  void whatTheUserWantsOfTheJvmCounts() throws IOException {
    useJava("17");
    environment.put("HSDO_JAVA_OPTS", "-Xmx99m -Da=b");

    assertThat(launch("check").good())
        .containsSubsequence("jvm-17.options", "-Xmx99m -Da=b -jar", "check");
  }

  @ParameterizedTest
  @CsvSource({"17, -XX:SharedArchiveFile", "25, -XX:AOTCache"})
  void archiveIsMadeOnceAndThenUsed(String java, String option) throws IOException {
    useJava(java);
    environment.put("CACHE_DIRECTORY", folder.toString());

    assertThat(launch("check").good()).doesNotContain(option);
    makeArchive();
    makeArchive();

    assertThat(launch("check").good()).contains(option + "=" + folder + "/hsdo-agent-");
    assertThat(archives()).hasSize(1);
  }

  /** Java 25 does not start with objects that do not fit into the heap. */
  @Test
  void archiveWithWhichJavaDoesNotStartIsNotKept() throws IOException {
    useJava("25");
    environment.put("CACHE_DIRECTORY", folder.toString());
    environment.put("HSDO_JAVA_OPTS", "-Xmn16m");

    makeArchive();

    assertThat(archives()).isEmpty();
  }

  @Test
  void archiveThatWasMadeWithOtherOptionsIsNotUsed() throws IOException {
    useJava("25");
    environment.put("CACHE_DIRECTORY", folder.toString());
    makeArchive();
    environment.put("HSDO_JAVA_OPTS", "-Xmn8m");

    assertThat(launch("check").good()).doesNotContain("AOTCache");
    makeArchive();

    assertThat(launch("check").good()).contains("-XX:AOTCache=");
    assertThat(archives()).hasSize(1);
  }

  @Test
  void archiveThatAPowerFailureEmptiedIsMadeAnew() throws IOException {
    useJava("17");
    environment.put("CACHE_DIRECTORY", folder.toString());
    makeArchive();
    Path archive = archives().get(0);
    Files.writeString(archive, "");

    assertThat(launch("check").good()).doesNotContain("SharedArchiveFile");
    makeArchive();

    assertThat(archives()).containsExactly(archive);
    assertThat(archive).isNotEmptyFile();
  }

  @Test
  void archiveOfAnotherJavaIsReplaced() throws IOException {
    useJava("17");
    environment.put("CACHE_DIRECTORY", folder.toString());
    makeArchive();
    useJava("21");

    assertThat(launch("check").good()).doesNotContain("SharedArchiveFile");
    makeArchive();

    assertThat(archives()).singleElement().asString().endsWith("21.jsa");
  }

  /** Its owner could put another file in the place of one that is root's. */
  @Test
  void folderOfSomebodyElseIsNotUsedThoughTheArchiveInItIsOnesOwn() throws IOException {
    useJava("17");
    environment.put("CACHE_DIRECTORY", folder.toString());
    makeArchive();

    giveAway(folder);

    assertThat(archives()).hasSize(1);
    assertThat(launch("check").good()).doesNotContain("SharedArchiveFile");
  }

  @Test
  void noArchiveIsMadeInAFolderOfSomebodyElse() throws IOException {
    useJava("17");
    environment.put("CACHE_DIRECTORY", folder.toString());
    giveAway(folder);

    makeArchive();

    assertThat(archives()).isEmpty();
  }

  private static void giveAway(Path file) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may give a folder away");
    Files.setAttribute(file, "unix:uid", 65534);
  }

  @Test
  void runThatFailsLeavesNoArchive() throws IOException {
    useJava("17");
    environment.put("CACHE_DIRECTORY", folder.toString());
    environment.put("STATUS", "1");

    makeArchive();

    assertThat(archives()).isEmpty();
  }

  @Test
  void realJavaTakesTheOptions() {
    environment.put("JAVA_HOME", System.getProperty("java.home"));

    assertThat(launch("--version").good()).startsWith("hsdo-agent ");
  }

  private void makeArchive() {
    Map<String, String> making = new HashMap<>(environment);
    making.put("HSDO_MAKE_ARCHIVE", "yes");
    Shell.run(List.of("sh", LAUNCHER.toString()), making);
  }

  private List<Path> archives() throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.jsa*")) {
      var found = new ArrayList<Path>();
      files.forEach(found::add);
      return found;
    }
  }

  private Shell.Outcome launch(String... arguments) {
    var command = new ArrayList<String>(List.of("sh", LAUNCHER.toString()));
    command.addAll(Arrays.asList(arguments));
    return Shell.run(command, environment);
  }

  /** A Java of that version, which prints its arguments and makes the archive it is asked for. */
  private void useJava(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jvm-" + version));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/modules"), "");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java =
        Files.writeString(
            home.resolve("bin/java"),
            """
            #!/bin/sh
            echo "$@"
            case $1 in
              -XX:DumpLoadedClassList=* | -XX:AOTCacheOutput=*) echo classes >"${1#*=}" ;;
              -Xshare:dump) cp "${2#-XX:SharedClassListFile=}" "${3#-XX:SharedArchiveFile=}" ;;
            esac
            case $* in
              *-Xmn16m*-version) exit 1 ;;
            esac
            exit "${STATUS:-0}"
            """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    environment.put("JAVA_HOME", home.toString());
  }
}
