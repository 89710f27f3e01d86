package io.hsdo.infra;

import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the settings from a YAML file; hsdo.yaml.example explains them. */
final class SettingsFile {
  /** Enough for many groups; a small account, which has 10 in all, can reserve none. */
  private static final int DEFAULT_RESERVED_CONCURRENCY = 5;

  private static final int DEFAULT_LOG_RETENTION_DAYS = 30;

  /** The stack gives it, or Lambda. */
  private static final Set<Parameter> GIVEN =
      EnumSet.of(Parameter.DYNAMODB_TABLE_NAME, Parameter.AWS_REGION, Parameter.AWS_DEFAULT_REGION);

  private static final List<Parameter> OF_THE_FUNCTION =
      Arrays.stream(Parameter.values())
          .filter(parameter -> parameter.isOfFunction() && !GIVEN.contains(parameter))
          .toList();

  private SettingsFile() {}

  static Settings read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Object content = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      if (content instanceof Map<?, ?> map) {
        return within(file.toString(), () -> settings(new Section(map)));
      }
      throw new SettingsException(
          file + " is refused: expected 'services:', as hsdo.yaml.example shows");
    } catch (NoSuchFileException e) {
      throw new SettingsException(file + " is not there: make it from a copy of hsdo.yaml.example");
    } catch (IOException e) {
      throw new SettingsException("settings " + file + " cannot be read: " + e);
    } catch (YamlEngineException e) {
      throw new SettingsException("settings " + file + " are no YAML: " + e.getMessage());
    }
  }

  private static Settings settings(Section file) {
    Map<String, String> tags = file.section("tags").asTexts();
    Optional<String> alarmTopic = file.text("alarmTopic");
    Section services = file.section("services");
    List<ServiceSettings> all = new ArrayList<>();
    for (String name : services.names()) {
      Object settings = services.value(name).orElse("");
      if (!(settings instanceof Map<?, ?> map)) {
        throw services.refused(
            name, settings, "its settings; remove it if there is no such service");
      }
      all.add(within("service " + name, () -> service(name, new Section(map), tags, alarmTopic)));
    }
    Optional<String> account = file.text("account");
    Optional<String> region = file.text("region");
    file.requireNothingElse();
    return new Settings(account, region, all);
  }

  /** Says of whatever is wrong with them where these settings are. */
  private static <T> T within(String where, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (SettingsException e) {
      throw new SettingsException(where, e);
    }
  }

  private static ServiceSettings service(
      String name, Section section, Map<String, String> tags, Optional<String> alarmTopic) {
    Map<String, String> allTags = new HashMap<>(tags);
    allTags.putAll(section.section("tags").asTexts());
    Map<Parameter, String> parameters = parameters(section.section("parameters"));
    ServiceSettings service =
        new ServiceSettings(
            name,
            table(name, section),
            parameters,
            hookedGroups(section, parameters),
            maxSizes(section.section("maxSizes")),
            reservedConcurrency(section),
            section.number("logRetentionDays", 1, 3653).orElse(DEFAULT_LOG_RETENTION_DAYS),
            section.optionalSection("vpc").map(SettingsFile::network),
            section.texts("haproxyRoles"),
            section.text("alarmTopic").or(() -> alarmTopic),
            allTags);
    section.requireNothingElse();
    return service;
  }

  private static Map<Parameter, String> parameters(Section section) {
    Map<Parameter, String> parameters = new EnumMap<>(Parameter.class);
    section.asTexts().forEach((name, value) -> parameters.put(parameter(name), value));
    if ("consul".equals(parameters.get(Parameter.SERVER_MODE))) {
      throw ofConsul(Parameter.SERVER_MODE + " is 'consul'");
    }
    return parameters;
  }

  private static Parameter parameter(String name) {
    Optional<Parameter> parameter = Parameter.named(name);
    if (parameter.filter(Parameter::isOfConsul).isPresent()) {
      throw ofConsul(name + " is read only if " + Parameter.SERVER_MODE + " is 'consul'");
    }
    return parameter
        .filter(OF_THE_FUNCTION::contains)
        .orElseThrow(
            () ->
                new SettingsException(
                    "parameters: '"
                        + name
                        + "' is none of the function: expected one of "
                        + OF_THE_FUNCTION));
  }

  /** Above all, a token would stand in the template and in the function's environment. */
  private static SettingsException ofConsul(String problem) {
    return new SettingsException(
        "parameters: "
            + problem
            + ", but the function serves Auto Scaling Groups: remove it, or run the standalone"
            + " refresh (docs/consul.md)");
  }

  private static SlotTable table(String service, Section section) {
    Optional<String> made = section.text("table");
    Optional<String> existing = section.text("existingTable");
    if (made.isPresent() && existing.isPresent()) {
      throw new SettingsException(
          "table and existingTable are both set: expected table for one to be made, existingTable"
              + " for one that is there");
    }
    return existing
        .<SlotTable>map(SlotTable.Existing::new)
        .orElseGet(() -> new SlotTable.New(made.orElse(service + "-slots")));
  }

  /** {@code all}, {@code none}, or names of groups. */
  private static Set<String> hookedGroups(Section section, Map<Parameter, String> parameters) {
    Object wanted = section.value("terminateHooks").orElse("none");
    if (wanted.equals("none")) {
      return Set.of();
    }
    if (wanted instanceof Collection<?>) {
      return new TreeSet<>(section.texts("terminateHooks"));
    }
    if (!wanted.equals("all")) {
      throw section.refused("terminateHooks", wanted, "all, none or a list such as [shop, blog]");
    }
    if (parameters.containsKey(Parameter.SERVER_ASG_TAGS)) {
      throw new SettingsException(
          "terminateHooks is 'all', but "
              + Parameter.SERVER_ASG_TAGS
              + " finds groups whose names are not known here: name the groups that shall get the"
              + " hook, and put it on the others with aws autoscaling put-lifecycle-hook"
              + " (docs/deploy.md)");
    }
    return names(parameters);
  }

  private static Set<String> names(Map<Parameter, String> parameters) {
    return new TreeSet<>(
        Parameters.of(parameters, "of this service").list(Parameter.SERVER_ASG_NAMES));
  }

  private static Map<String, Integer> maxSizes(Section section) {
    Map<String, Integer> sizes = new HashMap<>();
    for (String group : section.names()) {
      section.number(group, 0, 100_000).ifPresent(size -> sizes.put(group, size));
    }
    return sizes;
  }

  private static OptionalInt reservedConcurrency(Section section) {
    Object wanted = section.value("reservedConcurrency").orElse(DEFAULT_RESERVED_CONCURRENCY);
    if (wanted.equals("none")) {
      return OptionalInt.empty();
    }
    if (wanted instanceof Integer number && number >= 2 && number <= 1000) {
      return OptionalInt.of(number);
    }
    throw section.refused(
        "reservedConcurrency",
        wanted,
        "none, or a whole number from 2 to 1000: beside an event there is a pass of the schedule,"
            + " which lasts up to its minute");
  }

  private static Network network(Section section) {
    Network network =
        new Network(
            section.text("id").orElseThrow(() -> new SettingsException("vpc: id is not set")),
            section.texts("subnets"),
            section.texts("securityGroups"));
    section.requireNothingElse();
    return network;
  }
}
