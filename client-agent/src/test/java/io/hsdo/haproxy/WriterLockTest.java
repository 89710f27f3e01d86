package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.WriterLock.Holder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
  private static final Holder US = new Holder.Us();

  @TempDir private Path folder;
  private Path run;
  private Path own;
  private Path socket;
  private WriterLock lock;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = folder.toRealPath();
    run = Files.createDirectory(folder.resolve("run"));
    own = Files.createDirectory(folder.resolve("own"));
    socket = run.resolve("admin.sock");
    lock = new WriterLock(socket, own);
  }

  @AfterEach
  void release() {
    lock.close();
  }

  @Test
  void lockThatIsFreeIsOursAndStaysSo() {
    assertThat(lock.take()).isEqualTo(US);
    assertThat(lock.take()).isEqualTo(US);
  }

  @Test
  void secondAgentWaitsUntilTheFirstEnds() {
    var second = new WriterLock(socket, own);
    lock.take();

    assertThat(second.take()).isEqualTo(new Holder.Another(beside()));
    lock.close();
    assertThat(second.take()).isEqualTo(US);
    second.close();
  }

  @Test
  void kernelTakesTheLockBackFromAProcessThatIsKilled() throws Exception {
    Process other = startOther();
    try {
      assertThat(lock.take()).isEqualTo(new Holder.Another(beside()));
    } finally {
      other.destroyForcibly();
    }

    other.waitFor();
    assertThat(lock.take()).isEqualTo(US);
  }

  @Test
  void whoHasTheLockIsToldWithoutTakingIt() throws Exception {
    assertThat(lock.holder()).isEmpty();
    assertThat(beside()).doesNotExist();

    Process other = startOther();
    try {
      assertThat(lock.holder()).contains(new LockHolder(beside(), Optional.of(other.pid())));
    } finally {
      other.destroyForcibly();
    }

    other.waitFor();
    assertThat(lock.holder()).isEmpty();
    assertThat(lock.take()).isEqualTo(US);
  }

  /** As a file of the same number on another device, its lock is in the kernel's list. */
  @Test
  void whoOnlyLooksAsWellIsNotTakenForTheHolder() throws Exception {
    Files.createFile(beside());
    Process other = start(OtherOnlooker.class, beside());
    try {
      assertThat(lock.holder()).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void socketHasOneLockUnderAllItsNames() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("var-run"), run);
    Files.createFile(socket);
    var second = new WriterLock(link.resolve("admin.sock"), own);
    lock.take();

    assertThat(second.take()).isEqualTo(new Holder.Another(beside()));
  }

  @Test
  void socketsDoNotShareALock() {
    var second = new WriterLock(run.resolve("other.sock"), own);
    lock.take();

    assertThat(second.take()).isEqualTo(US);
    second.close();
  }

  @Test
  void agentsMeetInTheirOwnFolderWhereTheSocketsIsClosedToOneOfThem() throws IOException {
    // No user may write there, root included.
    Files.createDirectory(beside());
    var second = new WriterLock(socket, own);
    assertThat(lock.take()).isEqualTo(US);

    assertThat(second.take()).isInstanceOf(Holder.Another.class);
  }

  @Test
  void agentsMeetBesideTheSocketWhereverTheirOwnFoldersAre() {
    var second = new WriterLock(socket, folder.resolve("none"));
    assertThat(lock.take()).isEqualTo(US);

    assertThat(second.take()).isEqualTo(new Holder.Another(beside()));
  }

  @Test
  void lockThatCannotBeTakenAnywhereIsNoReasonToStop() {
    var nowhere =
        new WriterLock(folder.resolve("none/admin.sock"), folder.resolve("nothing-either"));

    Holder holder = nowhere.take();

    assertThat(holder).isInstanceOf(Holder.Nobody.class);
    assertThat(holder.mayWrite()).isTrue();
    assertThat(holder.description()).contains("none/admin.sock.hsdo-lock", "nothing-either");
  }

  @Test
  void folderThatComesLaterIsLockedLater() throws IOException {
    var early = new WriterLock(folder.resolve("later/admin.sock"), folder.resolve("none"));
    early.take();
    Files.createDirectory(folder.resolve("later"));

    assertThat(early.take()).isEqualTo(US);
    early.close();
  }

  /** As when systemd makes HAProxy's runtime folder anew. */
  @Test
  void fileThatWasReplacedIsLockedAnewAndIsWhoseWasFirst() throws IOException {
    var second = new WriterLock(socket, folder.resolve("none"));
    lock = new WriterLock(socket, folder.resolve("nothing-either"));
    lock.take();
    Files.delete(beside());
    assertThat(second.take()).isEqualTo(US);

    assertThat(lock.take()).isEqualTo(new Holder.Another(beside()));
    second.close();
  }

  @Test
  void fileIsOpenToTheGroupAndNotToEverybody() throws IOException {
    lock.take();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(beside())))
        .isEqualTo("rw-rw----");
  }

  @Test
  void linkInPlaceOfTheFileIsNotFollowed() throws IOException {
    Path precious = Files.createFile(folder.resolve("precious"));
    Files.createSymbolicLink(beside(), precious);

    lock.take();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(precious)))
        .isNotEqualTo("rw-rw----");
    assertThat(new WriterLock(socket, folder.resolve("none")).take())
        .isInstanceOf(Holder.Nobody.class);
  }

  /** As its folder's owner can put there at the moment between the file's making and its mode. */
  @Test
  void linkInPlaceOfTheFileJustMadeIsNotFollowed() throws IOException {
    Path precious = Files.createFile(folder.resolve("precious"));
    Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(beside(), precious);

    LockFile.share(beside());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(precious)))
        .isEqualTo("rw-------");
  }

  private Path beside() {
    return run.resolve("admin.sock.hsdo-lock");
  }

  /** Another process that holds the lock until it is ended. */
  private Process startOther() throws IOException {
    return start(OtherAgent.class, socket, own);
  }

  private static Process start(Class<?> program, Path... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Stream.of(arguments).map(Path::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.inputReader().readLine()).isEqualTo("locked");
    return process;
  }

  /** Ends by itself, should the test be killed. */
  static final class OtherAgent {
    public static void main(String[] arguments) throws InterruptedException {
      var lock = new WriterLock(Path.of(arguments[0]), Path.of(arguments[1]));
      if (lock.take().equals(US)) {
        System.out.println("locked");
        TimeUnit.MINUTES.sleep(1);
      }
    }
  }

  /** Asks who has the lock, and takes its time. */
  static final class OtherOnlooker {
    public static void main(String[] arguments) throws Exception {
      try (var channel = FileChannel.open(Path.of(arguments[0]))) {
        if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
          System.out.println("locked");
          TimeUnit.MINUTES.sleep(1);
        }
      }
    }
  }
}
