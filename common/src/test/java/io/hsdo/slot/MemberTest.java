package io.hsdo.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {
  private static final Address ADDRESS = Address.of("10.0.1.4");
  private static final Optional<String> ZONE = Optional.of("eu-west-1a");

  @ParameterizedTest
  @ValueSource(strings = {"i-0a1b2c3d4e5f67890", "node-1/web 2", "x", "None", "NONE", "nones"})
  void anyPrintableNameIsAnId(String id) {
    assertThat(new Member(id, ADDRESS, "web", ZONE).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " i-1",
        "i-1 ",
        "i-1\n",
        "i-1\r\ni-2",
        "i\t1",
        "i-\u00e9",
        "i-\0",
        "\u007f"
      })
  void whateverCouldBreakALogLineIsNoName(String name) {
    assertRefused("member id", name, () -> new Member(name, ADDRESS, "web", ZONE));
    assertRefused("group", name, () -> new Member("i-1", ADDRESS, name, ZONE));
    assertRefused(
        "availability zone", name, () -> new Member("i-1", ADDRESS, "web", Optional.of(name)));
  }

  @Test
  void namesHaveAtMost255Characters() {
    String longest = "x".repeat(255);

    assertThat(new Member(longest, ADDRESS, longest, ZONE).id()).isEqualTo(longest);
    assertRefused(
        "member id", longest + "x", () -> new Member(longest + "x", ADDRESS, "web", ZONE));
  }

  @Test
  void nobodyIsCalledAsAnEmptySlotReads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Member("none", ADDRESS, "web", ZONE))
        .withMessage("member id 'none' is refused: it marks an empty slot");
  }

  @Test
  void groupMayReadAsThatOfAnEmptySlot() {
    assertThat(new Member("i-1", ADDRESS, "none", ZONE).group()).isEqualTo("none");
  }

  private static void assertRefused(String field, String value, Runnable creation) {
    assertThatIllegalArgumentException()
        .isThrownBy(creation::run)
        .withMessage(
            field + " '" + value + "' is refused: expected 1 to 255 printable ASCII characters");
  }
}
