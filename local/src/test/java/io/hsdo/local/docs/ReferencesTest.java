package io.hsdo.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say that tests prove is proved by tests that there are. */
class ReferencesTest {
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:Test|Contract)\\b");
  private static final List<String> MODULES =
      List.of("common", "client-agent", "lambda-server", "infra", "local");

  @ParameterizedTest
  @ValueSource(strings = {"security.md", "migrate.md", "upgrade.md"})
  void testsThatAreNamedAreThere(String page) throws IOException {
    Set<String> named =
        TEST.matcher(new Document(page).text())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());

    assertThat(named).isNotEmpty();
    assertThat(tests()).containsAll(named);
  }

  private static Set<String> tests() throws IOException {
    Set<String> tests = new HashSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(tests::add);
      }
    }
    return tests;
  }
}
