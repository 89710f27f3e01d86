package io.hsdo.config;

import io.hsdo.config.Parameters.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is given, source by source: a later one outdoes an earlier one. An empty text is no value.
 */
final class GivenParameters {
  private final Map<Parameter, Setting> settings = new EnumMap<>(Parameter.class);
  private final List<String> warnings = new ArrayList<>();

  void addFile(Path file) {
    ParameterFile.read(file)
        .forEach(
            (name, value) ->
                Parameter.named(String.valueOf(name))
                    .ifPresentOrElse(
                        parameter -> add(parameter, value, file.toString()),
                        () ->
                            warnings.add(
                                file + ": parameter '" + name + "' is unknown and ignored")));
  }

  void addEnvironment(Map<String, String> environment) {
    for (Parameter parameter : Parameter.values()) {
      add(parameter, environment.get(parameter.name()), "environment");
    }
  }

  void add(Parameter parameter, @Nullable Object value, String origin) {
    if (value != null && !(value instanceof String text && text.isBlank())) {
      settings.put(
          parameter, new Setting(value instanceof String text ? text.strip() : value, origin));
    }
  }

  Parameters read() {
    return new Parameters(settings, warnings);
  }
}
