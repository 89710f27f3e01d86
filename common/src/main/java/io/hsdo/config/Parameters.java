package io.hsdo.config;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The values of parameters: given by the environment, else by the YAML file, else the default.
 * Reading a value checks it; what cannot be used is a {@link ConfigurationException} that names
 * parameter, value and what is allowed.
 */
public final class Parameters {
  /** Where the Python program keeps its file, relative to where it is started. */
  public static final Path DEFAULT_FILE = Path.of("conf", "env.yaml");

  /** The variable that names the file to a program without arguments, as a service is. */
  public static final String FILE_VARIABLE = "HSDO_CONFIG";

  /** Keeps a typing error from turning a poll into a busy loop. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

  private static final String HIDDEN = "(hidden)";

  private final Map<Parameter, Setting> settings;
  private final List<String> warnings;

  /**
   * A value and where it comes from.
   *
   * @param value a text, or what YAML makes of the file: number, boolean, list or map
   */
  public record Setting(Object value, String origin) {}

  Parameters(Map<Parameter, Setting> settings, List<String> warnings) {
    this.settings = settings;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Parameters of a process.
   *
   * @param file the file that was asked for; without one, that of {@link #FILE_VARIABLE}, else
   *     {@link #DEFAULT_FILE} where it exists
   */
  public static Parameters load(Map<String, String> environment, Optional<Path> file) {
    Optional<Path> source =
        file.or(() -> fileOf(environment))
            .or(() -> Optional.of(DEFAULT_FILE).filter(Files::isRegularFile));
    var given = new GivenParameters();
    source.ifPresent(given::addFile);
    given.addEnvironment(environment);
    return given.read();
  }

  private static Optional<Path> fileOf(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(FILE_VARIABLE))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  /**
   * Parameters of a process that is yet to be started with them.
   *
   * @param origin where they come from, for messages
   */
  public static Parameters of(Map<Parameter, String> values, String origin) {
    var given = new GivenParameters();
    values.forEach((parameter, value) -> given.add(parameter, value, origin));
    return given.read();
  }

  /** Between two passes or polls. */
  public Duration interval() {
    return seconds(Parameter.INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL);
  }

  /** Where metrics are served. */
  public InetSocketAddress exporter() {
    return new InetSocketAddress(
        text(Parameter.EXPORTER_ADDRESS).orElseThrow(), number(Parameter.EXPORTER_PORT, 0, 65535));
  }

  /** What is worth telling the user about the values, although none of them is wrong. */
  public List<String> warnings() {
    return warnings;
  }

  public Optional<Setting> find(Parameter parameter) {
    return Optional.ofNullable(settings.get(parameter))
        .or(() -> parameter.defaultText().map(text -> new Setting(text, "default")));
  }

  /** The value as a person may see it: a secret is not shown. */
  public Optional<String> shown(Parameter parameter) {
    return find(parameter).map(setting -> shown(parameter, setting));
  }

  private static String shown(Parameter parameter, Setting setting) {
    return parameter.isSecret() ? HIDDEN : setting.value().toString();
  }

  /** Whether it was given. */
  public boolean isSet(Parameter parameter) {
    return settings.containsKey(parameter);
  }

  public Optional<String> text(Parameter parameter) {
    return read(
        parameter,
        "a single value",
        value -> {
          if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            throw new IllegalArgumentException("not a single value");
          }
          return value.toString();
        });
  }

  public String required(Parameter parameter, String purpose) {
    return text(parameter).orElseThrow(() -> notSet(parameter, purpose));
  }

  private static ConfigurationException notSet(Parameter parameter, String expected) {
    return new ConfigurationException(parameter + " is not set: expected " + expected);
  }

  /**
   * What is wrong where one parameter is given that is of no use without another.
   *
   * @param missing the other, which is not set
   */
  public ConfigurationException neededWith(Parameter missing, Parameter given) {
    return new ConfigurationException(
        missing
            + " is not set: "
            + given
            + ", which is '"
            + text(given).orElse("")
            + "', needs it");
  }

  /** A whole number, {@code min} to {@code max}. */
  public int number(Parameter parameter, int min, int max) {
    return value(
        parameter,
        "a whole number from " + min + " to " + max,
        value -> {
          int number = new BigDecimal(value.toString()).intValueExact();
          if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        });
  }

  /** Seconds, fractions allowed. */
  public Duration seconds(Parameter parameter, Duration min, Duration max) {
    return value(
        parameter,
        "seconds from " + decimal(min) + " to " + decimal(max),
        value -> {
          Duration duration =
              Duration.ofMillis(
                  new BigDecimal(value.toString()).scaleByPowerOfTen(3).longValueExact());
          if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of range");
          }
          return duration;
        });
  }

  private static String decimal(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** {@code true} or {@code false}. */
  public boolean flag(Parameter parameter) {
    return value(
        parameter,
        "true or false",
        value ->
            switch (value.toString().toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither");
            });
  }

  /** Names separated by commas, or a YAML list; trimmed, none of them empty. */
  public List<String> list(Parameter parameter) {
    return read(
            parameter,
            "names separated by commas",
            value -> {
              if (value instanceof Map<?, ?>) {
                throw new IllegalArgumentException("a map");
              }
              Collection<?> items =
                  value instanceof Collection<?> list
                      ? list
                      : Arrays.asList(value.toString().split(",", -1));
              return items.stream()
                  .filter(Objects::nonNull)
                  .map(item -> item.toString().strip())
                  .filter(item -> !item.isEmpty())
                  .toList();
            })
        .orElse(List.of());
  }

  /** A YAML map, or its text (JSON is such a text), of any values. */
  public Map<String, Object> map(Parameter parameter, String example) {
    return read(
            parameter,
            "a map such as " + example,
            value -> {
              Object content = value instanceof String text ? Yaml.read(text) : value;
              if (!(content instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("no map");
              }
              Map<String, Object> copy = new LinkedHashMap<>();
              map.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
              return copy;
            })
        .orElse(Map.of());
  }

  /** Any value that {@code parse} accepts; an {@link IllegalArgumentException} of it refuses. */
  public <T> Optional<T> read(Parameter parameter, String allowed, Function<Object, T> parse) {
    return find(parameter)
        .map(
            setting -> {
              try {
                return parse.apply(setting.value());
              } catch (IllegalArgumentException | ArithmeticException | YamlEngineException e) {
                throw new ConfigurationException(
                    parameter
                        + " is '"
                        + shown(parameter, setting)
                        + "' ("
                        + setting.origin()
                        + "): expected "
                        + allowed);
              }
            });
  }

  /** The same of a parameter that has a default, or must be given. */
  public <T> T value(Parameter parameter, String allowed, Function<Object, T> parse) {
    return read(parameter, allowed, parse).orElseThrow(() -> notSet(parameter, allowed));
  }
}
