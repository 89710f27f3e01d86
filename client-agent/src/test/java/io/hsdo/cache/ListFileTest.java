package io.hsdo.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hsdo.digest.Sha256;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import io.hsdo.table.StoredItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The list outlives a restart, and is checked like the table")
class ListFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Origin HERE = new Origin("machine-1", "slots", "eu-west-1");

  private static final Header HEADER = new Header(7, 3, NOW, NOW, PlanNotes.NONE, 0);
  private static final List<Slot> SLOTS =
      List.of(
          new Slot.Serving(
              1,
              new Member("i-a", Address.of("10.0.0.1"), "web", Optional.of("eu-west-1a")),
              10,
              Optional.of(NOW.minusSeconds(60)),
              Optional.empty()),
          new Slot.Empty(2),
          new Slot.Draining(
              3,
              new Member("i-c", Address.of("2001:db8::3"), "api", Optional.empty()),
              DrainReason.TERMINATING,
              Optional.of(NOW.minusSeconds(5)),
              Optional.of(NOW.plusSeconds(30)),
              Optional.empty()));

  @TempDir private Path folder;
  private Path path;
  private ListFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("slots.json");
    file = new ListFile(path, HERE);
  }

  // What is written

  @Test
  void listIsReadAsItWasWritten() {
    file.write(Optional.of(HEADER), SLOTS, NOW);

    CachedList read = file.read(NOW, DAY);

    assertThat(read.list().header()).contains(HEADER);
    assertThat(read.list().rows().slots().values()).containsExactlyElementsOf(SLOTS);
    assertThat(read.list().rows().refused()).isEmpty();
    assertThat(read.confirmedAt()).isEqualTo(NOW);
  }

  @Test
  void listOfAPythonTableHasNoHeader() {
    file.write(Optional.empty(), SLOTS, NOW);

    assertThat(file.read(NOW, DAY).list().header()).isEmpty();
  }

  @Test
  void fileIsOneJsonDocumentThatShowsItemsAsTheAwsCliDoes() throws IOException {
    file.write(Optional.empty(), SLOTS.subList(1, 2), NOW);

    assertThat(Files.readString(path))
        .startsWith(
            "{\"format\":1,\"list\":{\"machine\":\"machine-1\",\"table\":\"slots\",\"region\":"
                + "\"eu-west-1\",\"confirmedAt\":\"2026-01-01T12:00:00Z\",\"Items\":[{")
        .contains("\"BackendServerID\":{\"N\":\"2\"}", "\"IPAddress\":{\"S\":\"none\"}")
        .matches("(?s).*}]},\"sha256\":\"[0-9a-f]{64}\"}\n");
  }

  @Test
  void fileIsItsOwnersAlone() throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void newListReplacesTheOldOneAndLeavesNothingBehind() throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);
    file.write(Optional.of(HEADER), SLOTS.subList(0, 1), NOW.plusSeconds(1));

    assertThat(file.read(NOW, DAY).list().rows().slots()).hasSize(1);
    assertThat(names()).containsExactly("slots.json");
  }

  @Test
  void folderThatIsMissingIsNamed() {
    var nowhere = new ListFile(folder.resolve("none/slots.json"), HERE);

    assertFails(
        () -> nowhere.write(Optional.of(HEADER), SLOTS, NOW),
        "could not write "
            + folder
            + "/none/slots.json: there is no folder "
            + folder
            + "/none, create it for the agent's user or set CLIENT_CACHE_PATH");
  }

  @Test
  void writeThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Files.createDirectories(path.resolve("in the way"));

    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> file.write(Optional.of(HEADER), SLOTS, NOW))
        .withMessageStartingWith("could not write " + path);

    assertThat(names()).containsExactly("slots.json");
  }

  /** As its folder's owner can put there at the moment between the file's making and its text. */
  @Test
  void linkInPlaceOfTheFileToBeWrittenIsNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "as it was");
    Path link = Files.createSymbolicLink(folder.resolve("slots-1.tmp"), precious);
    var document = new ListDocument(HERE, NOW, StoredItems.encode(Optional.of(HEADER), SLOTS, NOW));

    assertThatIOException().isThrownBy(() -> ListFile.writeDurably(document, link));

    assertThat(precious).hasContent("as it was");
  }

  // What is not used

  @Test
  void fileThatIsMissingIsNamed() {
    assertFails(() -> file.read(NOW, DAY), "there is no " + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "machine-2 | slots | eu-west-1 | it was written on another machine",
        "machine-1 | other | eu-west-1 | it is of table 'other' in eu-west-1, not of 'slots' in eu-west-1",
        "machine-1 | slots | eu-west-3 | it is of table 'slots' in eu-west-3, not of 'slots' in eu-west-1",
      })
  void listOfSomewhereElseIsNotUsed(String machine, String table, String region, String reason) {
    new ListFile(path, new Origin(machine, table, region)).write(Optional.of(HEADER), SLOTS, NOW);

    assertFails(() -> file.read(NOW, DAY), path + " is not used: " + reason);
  }

  /** Hours are those of the clock at the start, after the list was confirmed. */
  @ParameterizedTest
  @CsvSource({"0", "23", "24", "-1", "-2"})
  void listOfLessThanADayIsUsedThoughAClockWasAnHourOff(long hours) {
    file.write(Optional.of(HEADER), SLOTS, NOW);

    assertThat(file.read(NOW.plus(Duration.ofHours(hours)), DAY).list().header()).contains(HEADER);
  }

  @Test
  void listThatIsTooOldIsNotUsed() {
    file.write(Optional.of(HEADER), SLOTS, NOW);

    assertFails(
        () -> file.read(NOW.plus(DAY).plusSeconds(1), DAY),
        path
            + " is not used: it is too old: last confirmed at 2026-01-01T12:00:00Z, more than"
            + " CLIENT_CACHE_MAX_AGE 86400 s ago");
  }

  @Test
  void listOfAFarFutureIsNotUsed() {
    file.write(Optional.of(HEADER), SLOTS, NOW);

    assertFails(
        () -> file.read(NOW.minus(Duration.ofHours(2)).minusSeconds(1), DAY),
        path
            + " is not used: it is from the future (2026-01-01T12:00:00Z): this clock or the one"
            + " then is wrong");
  }

  /** As a crash or a full disk would leave it, if it were not replaced as a whole. */
  @Test
  void fileThatIsCutOffAnywhereIsNotUsed() throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);
    byte[] whole = Files.readAllBytes(path);

    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(ListFileException.class)
          .as("%d of %d bytes", length, whole.length)
          .isThrownBy(() -> file.read(NOW, DAY))
          .withMessageStartingWith(path + " is not used: ");
    }
  }

  @Test
  void everyByteIsUnderTheChecksum() throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);
    byte[] whole = Files.readAllBytes(path);

    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(path, damaged);
      assertThatExceptionOfType(ListFileException.class)
          .as("byte %d", i)
          .isThrownBy(() -> file.read(NOW, DAY))
          .withMessageStartingWith(path + " is not used: ");
    }
  }

  @Test
  void otherFormatIsNotUsed() throws IOException {
    Files.writeString(path, "{\"format\":2,\"whatever\":[]}\n");

    assertFails(
        () -> file.read(NOW, DAY),
        path + " is not used: its format is 2, and this program knows only 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "[]", "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"})
  void whatWeDidNotWriteIsNotUsed(String content) throws IOException {
    Files.writeString(path, content);

    assertFails(
        () -> file.read(NOW, DAY), path + " is not used: it is not what this program writes");
  }

  @Test
  void folderInPlaceOfTheFileIsNotUsed() throws IOException {
    Files.createDirectory(path);

    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> file.read(NOW, DAY))
        .withMessageStartingWith(path + " is not used: ");
  }

  // Content that is whole, and that we did not write

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"10.0.0.1\" | \"10.0.0.1; shutdown sessions server\" | IPAddress",
        "\"10.0.0.1\" | \"::ffff:10.0.0.1\"                    | IPAddress",
        "\"10.0.0.1\" | \"localhost\"                          | IPAddress",
        "\"10\"       | \"257\"                                | Weight",
        "\"enabled\"  | \"enabled; quit\"                      | BackendServerStatus",
        "\"i-a\"      | \"i-\\u000aa\"                       | ServerName",
      })
  void rowThatTheTableWouldRefuseIsRefused(String text, String other, String attribute)
      throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);
    forge(list -> list.replace(text, other));

    CachedList read = file.read(NOW, DAY);

    assertThat(read.list().rows().slots().keySet()).containsExactly(2, 3);
    assertThat(read.list().rows().refused()).singleElement().extracting("id").isEqualTo("1");
    assertThat(read.list().rows().refused().get(0).problem()).startsWith(attribute);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "\"Version\":{\"N\":\"7\"}  | \"Version\":{\"N\":\"-7\"}",
        "\"Version\":{\"N\":\"7\"}  | \"Version\":{\"B\":\"7\"}",
        "\"Version\":{\"N\":\"7\"}  | \"Version\":[7]",
        "\"Version\":{\"N\":\"7\"}  | \"Version\":{\"N\":7}",
        "\"Size\":{\"N\":\"3\"}     | \"Size\":{\"N\":\"1e9\"}",
        "\"Items\":[                | \"Items\":[[",
        "2026-01-01T12:00:00Z\",\"I | yesterday\",\"I",
        "\"region\":\"eu-west-1\",  | ",
      })
  void documentThatIsNotOursIsRefusedAsAWhole(String text, String other) throws IOException {
    file.write(Optional.of(HEADER), SLOTS, NOW);
    forge(list -> list.replace(text, Optional.ofNullable(other).orElse("")));

    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> file.read(NOW, DAY))
        .withMessageStartingWith(path + " is not used: ");
  }

  /** Changes the list and makes the checksum fit. */
  private void forge(UnaryOperator<String> change) throws IOException {
    String whole = Files.readString(path);
    int start = "{\"format\":1,\"list\":".length();
    int end = whole.lastIndexOf(",\"sha256\"");
    String list = change.apply(whole.substring(start, end));
    assertThat(list).isNotEqualTo(whole.substring(start, end));
    MessageDigest digest = Sha256.digest();
    digest.update(list.getBytes(UTF_8));
    Files.writeString(
        path, whole.substring(0, start) + list + ",\"sha256\":\"" + Sha256.hex(digest) + "\"}\n");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(found -> found.getFileName().toString()).toList();
    }
  }

  private static void assertFails(ThrowingCallable use, String message) {
    assertThatExceptionOfType(ListFileException.class).isThrownBy(use).withMessage(message);
  }
}
