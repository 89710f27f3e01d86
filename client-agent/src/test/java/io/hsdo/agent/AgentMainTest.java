package io.hsdo.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is said to whoever starts the agent with values that cannot be used: one line, no stack. */
class AgentMainTest {
  private static final String ONE_BACKEND =
      """
      DYNAMODB_TABLE_NAME: slots
      AWS_REGION: eu-west-1
      CLIENT_HAPROXY_BACKEND_NAME: web
      CLIENT_HAPROXY_BACKEND_BASE_NAME: web
      """;

  @TempDir private Path folder;
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(standardError);
  }

  @ParameterizedTest
  @CsvSource({
    "--help, hsdo-agent",
    "-h, hsdo-agent",
    "run --help, hsdo-agent run",
    "check --help, hsdo-agent check",
    "check -h, hsdo-agent check",
    "status -h, hsdo-agent status",
  })
  void everyCommandHasHelp(String arguments, String command) {
    var out = new StringWriter();

    int status = AgentMain.commandLine().setOut(new PrintWriter(out)).execute(arguments.split(" "));

    assertThat(status).isZero();
    assertThat(out.toString()).startsWith("Usage: " + command + " ").contains("Exit codes:");
  }

  @Test
  void helpTellsThatOnceFailsWhereItMayNotWrite() {
    var out = new StringWriter();

    AgentMain.commandLine().setOut(new PrintWriter(out)).execute("--help");

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("answered and nothing kept it from writing, else 1.")
        .contains("1 It did not; or another agent holds HAProxy or this host's zone is not known,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check --once      | Unknown option: '--once'
          check --dry-run   | Unknown option: '--dry-run'
          status --once     | Unknown option: '--once'
          --once check      | --once goes with run, not with check
          --dry-run status  | --dry-run goes with run, not with status
          """)
  void optionsOfRunAreRefusedElsewhere(String arguments, String complaint) {
    int status = AgentMain.commandLine().execute(arguments.split(" "));

    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString(UTF_8)).startsWith(complaint).contains("Usage: hsdo-agent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--once", "--dry-run", "run --once", "--once run", "run --dry-run"})
  void optionsOfRunAreTakenWithItAndWithNoCommand(String arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), "CLIENT_HAPROXY_BACKEND_NAME: web");

    AgentMain.commandLine().execute((arguments + " --config " + file).split(" "));

    assertThat(said.toString(UTF_8)).startsWith("hsdo-agent: CLIENT_HAPROXY_BACKEND_BASE_NAME");
  }

  @Test
  void valueThatIsMissingIsNamed() throws IOException {
    assertThat(run("CLIENT_HAPROXY_BACKEND_NAME: web")).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(said.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "hsdo-agent: CLIENT_HAPROXY_BACKEND_BASE_NAME is not set:"
                + " CLIENT_HAPROXY_BACKEND_NAME, which is 'web', needs it\n");
  }

  @Test
  void whatIsWrongIsSaidOnOneLineWhateverItHolds() throws IOException {
    assertThat(run("CLIENT_HAPROXY_SOCKET_PATH: \"a\\n\\e[2J\"\n" + ONE_BACKEND))
        .isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(said.toString(UTF_8))
        .startsWith("hsdo-agent: CLIENT_HAPROXY_SOCKET_PATH is 'a\\n\\u001b[2J'")
        .hasLineCount(1);
  }

  @Test
  void socketThatNoKernelTakesIsRefused() throws IOException {
    String path = "/" + "x".repeat(200);
    int exitCode = run(ONE_BACKEND + "CLIENT_HAPROXY_SOCKET_PATH: " + path);

    assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith(
            "hsdo-agent: CLIENT_HAPROXY_SOCKET_PATH: HAProxy socket '" + path + "' is refused: ");
  }

  @Test
  void unknownKeyOfABackendIsLogged() throws IOException {
    run(
        """
        DYNAMODB_TABLE_NAME: slots
        AWS_REGION: eu-west-1
        CLIENT_HAPROXY_BACKEND_LIST: {web: {baseName: web, port: 8080}}
        CLIENT_HAPROXY_SOCKET_PATH:\s"""
            + "/"
            + "x".repeat(200));

    assertThat(said.toString(UTF_8).lines().findFirst().orElseThrow())
        .endsWith(
            "WARN AgentMain: CLIENT_HAPROXY_BACKEND_LIST: key 'port' of backend 'web' is unknown"
                + " and ignored, known are baseName and serverPort");
  }

  private int run(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), content);
    return new CommandLine(new AgentMain()).execute("--once", "--config", file.toString());
  }
}
