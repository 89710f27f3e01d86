package io.hsdo.program;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What both programs can be told with any command: where parameters are, and how much to log. */
public final class ProgramOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramOptions.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "YAML file of parameters; the environment goes before it."
              + " Default: that of HSDO_CONFIG, else conf/env.yaml")
  private @Nullable Path config;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log what is not a change too.")
  private boolean debug;

  /**
   * Reads the parameters of this process, sets its log up as they say, and logs what is odd about
   * them.
   *
   * @throws ConfigurationException if they cannot be read
   */
  public Parameters load() {
    Parameters parameters = read();
    parameters.warnings().forEach(LOG::warn);
    return parameters;
  }

  /** As above, for a command that says itself what is odd. */
  public Parameters read() {
    Parameters parameters = Parameters.load(System.getenv(), Optional.ofNullable(config));
    Logging.configure(LogSettings.of(parameters, debug));
    return parameters;
  }
}
