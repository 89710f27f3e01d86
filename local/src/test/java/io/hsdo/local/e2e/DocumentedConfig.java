package io.hsdo.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What docs/haproxy.md shows, so that what is documented is what is tested. */
final class DocumentedConfig {
  private static final Path DOCUMENT = Path.of("..", "docs", "haproxy.md");
  private static final Pattern CODE = Pattern.compile("(?ms)^```\n(.*?)^```$");

  private DocumentedConfig() {}

  /** The blocks of code below a heading of the second level. */
  static List<String> below(String heading) {
    for (String chapter : document().split("(?m)^## ", -1)) {
      if (chapter.startsWith(heading + "\n")) {
        return CODE.matcher(chapter).results().map(block -> block.group(1)).toList();
      }
    }
    throw new IllegalStateException(DOCUMENT + " has no heading '" + heading + "'");
  }

  private static String document() {
    try {
      return Files.readString(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + DOCUMENT + " failed", e);
    }
  }
}
