package io.hsdo.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.docs.Messages.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whoever reads a warning, an error or an alarm finds it in docs/messages.md. */
class MessagesTest {
  private static final Document MESSAGES = new Document("messages.md");

  /** Where a message is said that was made up elsewhere, and what the page has of it. */
  private static final Map<String, List<String>> MADE_UP_ELSEWHERE =
      Map.of(
          "PassLog.java", List.of("HAProxy refuses"),
          "Refresh.java", List.of("groups not found"),
          "PlanLog.java",
              List.of(
                  "groups not found",
                  "slots are asked for since ...: it gets shorter when that has been so for 3"
                      + " minutes and no more members are listed"),
          "ProgramOptions.java", List.of("is unknown and ignored"),
          "AgentMain.java",
              List.of("hsdo-agent: ...", "key ... of backend ... is unknown and ignored"),
          "OneWriter.java",
              List.of(
                  "another agent holds",
                  "the lock that keeps a second agent from this HAProxy cannot be taken"));

  private final List<Message> messages = messages();

  @Test
  void everyMessageOfTheSourcesIsOnThePage() {
    String page = MESSAGES.quoted();

    assertThat(messages)
        .filteredOn(message -> !message.text().isEmpty())
        .as("to be described in docs/messages.md: what it means, what to do")
        .allMatch(message -> page.contains(message.text()));
  }

  @Test
  void messagesThatAreMadeUpElsewhereAreOnThePageToo() {
    String page = MESSAGES.quoted();

    assertThat(messages)
        .filteredOn(message -> message.text().isEmpty())
        .as("say in this test what docs/messages.md has of it")
        .allMatch(message -> MADE_UP_ELSEWHERE.containsKey(message.file()));
    assertThat(MADE_UP_ELSEWHERE.values())
        .allSatisfy(texts -> assertThat(texts).allMatch(page::contains));
  }

  /** Else the two above would hold of nothing. */
  @Test
  void messagesOfEveryKindAreFound() {
    assertThat(messages)
        .anyMatch(saying("reading the slot list", "ListFeed.java"))
        .anyMatch(saying("HAProxy lacks servers", "HaproxyTrouble.java"))
        .anyMatch(saying("groups not found", "Trouble.java"))
        .anyMatch(saying("no list from a file either", "StartFile.java"))
        .anyMatch(saying("hsdo-SERVICE-few-slots-free", "ServiceAlarms.java"))
        .hasSizeGreaterThan(40);
  }

  private static Predicate<Message> saying(String text, String file) {
    return message -> message.equals(new Message(text, file));
  }

  private static List<Message> messages() {
    try {
      return Messages.inSources();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
