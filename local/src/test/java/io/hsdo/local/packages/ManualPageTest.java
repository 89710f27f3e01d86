package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.AgentMain;
import io.hsdo.commands.ServerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The manual says what the program does: neither more nor less. */
class ManualPageTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  @ParameterizedTest
  @EnumSource
  void pageHasTheOptionsOfTheProgramAndNoOthers(Built built) throws IOException {
    assertThat(
            new TreeSet<>(OPTION.matcher(page(built)).results().map(MatchResult::group).toList()))
        .isEqualTo(new TreeSet<>(options(built).toList()));
  }

  @ParameterizedTest
  @EnumSource
  void pageHasTheCommandsOfTheProgramAndNoOthers(Built built) throws IOException {
    assertThat(terms(built, "COMMANDS"))
        .containsExactlyInAnyOrderElementsOf(program(built).getSubcommands().keySet());
  }

  @ParameterizedTest
  @EnumSource
  void pageHasTheExitStatusOfTheProgramAndNoOthers(Built built) throws IOException {
    assertThat(terms(built, "EXIT STATUS"))
        .containsExactlyElementsOf(
            program(built).getCommandSpec().usageMessage().exitCodeList().keySet());
  }

  /** What the list below a heading explains. */
  private static List<String> terms(Built built, String heading) throws IOException {
    String section = page(built).split("\\.SH " + heading + "\n", 2)[1].split("\n(\\.SH |@)", 2)[0];
    return Arrays.stream(section.split("\\.TP\n"))
        .skip(1)
        .map(term -> term.lines().findFirst().orElseThrow().replaceFirst("^\\.B ", ""))
        .map(term -> term.split(" ", 2)[0])
        .toList();
  }

  private static String page(Built built) throws IOException {
    return Files.readString(built.source(built.program + ".8")).replace("\\-", "-");
  }

  private static CommandLine program(Built built) {
    return new CommandLine(
        switch (built) {
          case AGENT -> new AgentMain();
          case SERVER -> new ServerMain();
        });
  }

  private static Stream<String> options(Built built) {
    CommandLine program = program(built);
    return Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(option -> !option.hidden())
        .map(CommandLine.Model.OptionSpec::longestName);
  }
}
