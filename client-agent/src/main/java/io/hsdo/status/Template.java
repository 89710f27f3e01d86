package io.hsdo.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A text with gaps, {@code {{name}}}. What fills a gap is not looked at again: nothing in it can be
 * another gap.
 */
final class Template {
  private static final String BEGIN = "{{";
  private static final String END = "}}";

  /** Text and names by turns, text first. */
  private final List<String> parts = new ArrayList<>();

  Template(String text) {
    int start = 0;
    for (int gap = text.indexOf(BEGIN); gap >= 0; gap = text.indexOf(BEGIN, start)) {
      int end = text.indexOf(END, gap);
      parts.add(text.substring(start, gap));
      parts.add(text.substring(gap + BEGIN.length(), end));
      start = end + END.length();
    }
    parts.add(text.substring(start));
  }

  /** The one that is packed beside this class. */
  static Template resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      return new Template(
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with every gap filled. */
  String fill(Map<String, String> gaps) {
    var text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(
          i % 2 == 0 ? parts.get(i) : Objects.requireNonNull(gaps.get(parts.get(i)), parts.get(i)));
    }
    return text.toString();
  }
}
