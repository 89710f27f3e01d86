package io.hsdo.status;

import java.util.List;

/** Pieces of HTML. Whatever comes from elsewhere gets in through {@link #escape} alone. */
final class Html {
  private Html() {}

  /** Text, or the value of a quoted attribute. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  static String small(String text) {
    return text.isEmpty() ? "" : " <small>" + escape(text) + "</small>";
  }

  /** A paragraph of a class that the page's style knows. */
  static String paragraph(String styleClass, String text) {
    return "<p class=\"" + styleClass + "\">" + escape(text) + "</p>";
  }

  static String join(List<String> pieces) {
    return String.join("", pieces);
  }
}
