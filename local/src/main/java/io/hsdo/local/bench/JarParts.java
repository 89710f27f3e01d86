package io.hsdo.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a self-contained jar consists of, by libraries. */
final class JarParts {
  private static final Pattern CLIENT =
      Pattern.compile("software/amazon/awssdk/services/([^/]+)/.*");

  private JarParts() {}

  /** Compressed bytes by part, such as {@code AWS SDK, ec2}. */
  static Map<String, Long> of(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .collect(
              Collectors.groupingBy(
                  entry -> part(entry.getName()),
                  TreeMap::new,
                  Collectors.summingLong(JarEntry::getCompressedSize)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + jar + " failed", e);
    }
  }

  static String part(String entry) {
    Matcher client = CLIENT.matcher(entry);
    if (client.matches()) {
      return "AWS SDK, " + client.group(1);
    }
    if (entry.startsWith("software/amazon/awssdk/")) {
      return "AWS SDK, common";
    }
    String[] folders = entry.split("/", -1);
    return entry.startsWith("META-INF/")
        ? "META-INF"
        : String.join(".", Arrays.asList(folders).subList(0, Math.min(2, folders.length - 1)));
  }
}
