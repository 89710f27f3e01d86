package io.hsdo.local.cloud.endpoint;

import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes an answer's elements, one call for each. */
final class Xml {
  private final StringBuilder text = new StringBuilder();

  /** An element with text in it. */
  Xml text(String name, Object value) {
    open(name);
    escape(String.valueOf(value));
    close(name);
    return this;
  }

  /** An element with text in it, or none at all. */
  Xml text(String name, Optional<?> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  /** An element with elements in it. */
  Xml element(String name, Consumer<Xml> content) {
    open(name);
    content.accept(this);
    close(name);
    return this;
  }

  Xml element(String name, String namespace, Consumer<Xml> content) {
    text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    content.accept(this);
    close(name);
    return this;
  }

  /** An element with one element named {@code item} for each value. */
  <T> Xml list(String name, String item, Collection<T> values, BiConsumer<Xml, T> content) {
    open(name);
    for (T value : values) {
      element(item, xml -> content.accept(xml, value));
    }
    close(name);
    return this;
  }

  /** An element with one element named {@code item}, and text in that, for each value. */
  Xml texts(String name, String item, Collection<?> values) {
    open(name);
    values.forEach(value -> text(item, value));
    close(name);
    return this;
  }

  private void open(String name) {
    text.append('<').append(name).append('>');
  }

  private void close(String name) {
    text.append("</").append(name).append('>');
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> text.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text;
  }
}
