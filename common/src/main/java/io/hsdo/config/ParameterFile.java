package io.hsdo.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML file of parameters: lines of {@code NAME: value}. */
final class ParameterFile {
  private ParameterFile() {}

  /**
   * What stands in it under each name, whether there is such a parameter or not.
   *
   * @throws ConfigurationException if it cannot be read, or is no such file
   */
  static Map<?, ?> read(Path file) {
    Object content = content(file);
    if (content == null) {
      return Map.of();
    }
    if (content instanceof Map<?, ?> map) {
      return map;
    }
    throw new ConfigurationException(
        "configuration file " + file + " is refused: expected lines of 'NAME: value'");
  }

  private static @Nullable Object content(Path file) {
    try {
      return Yaml.read(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "configuration file " + file + " is not in UTF-8: save it so");
    } catch (IOException e) {
      throw new ConfigurationException(
          "configuration file " + file + " cannot be read: " + reason(file, e));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(
          "configuration file "
              + file
              + " is no YAML: "
              + place(e)
              + "a name stands there twice, text such as '@x', 'a: b' or '[x' has no quotes, or a line"
              + " begins with a tab");
    }
  }

  /** Of what is missing and what is forbidden the exception's message is the path alone. */
  private static String reason(Path file, IOException problem) {
    if (Files.notExists(file)) {
      return "there is no such file";
    }
    return Files.isReadable(file)
        ? String.valueOf(problem.getMessage())
        : "this user may not read it";
  }

  /** Where it is wrong, but never what stands there: that may be a secret. */
  private static String place(YamlEngineException problem) {
    return problem instanceof MarkedYamlEngineException marked
        ? marked
            .getProblemMark()
            .map(
                mark ->
                    "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ")
            .orElse("")
        : "";
  }
}
