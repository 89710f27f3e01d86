package io.hsdo.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML as parameters need it: plain values, and lists and maps a few levels deep. */
final class Yaml {
  /** The library composes by recursion: what is deeper than the stack would end the program. */
  private static final int DEEPEST = 20;

  /**
   * No list or map may be referred to: it could be part of itself. YAML's own words for nothing
   * count: in the library's default schema {@code ~} is a text.
   */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).setMaxAliasesForCollections(0).build();

  private Yaml() {}

  /**
   * What {@code text} says.
   *
   * @throws YamlEngineException if it is no such YAML
   */
  static @Nullable Object read(String text) {
    requireShallow(text);
    return new Load(SETTINGS).loadFromString(text);
  }

  private static void requireShallow(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new YamlEngineException("lists and maps are nested deeper than " + DEEPEST);
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }
}
