package io.hsdo.status;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the page is asked to show.
 *
 * @param text what a server must have somewhere; empty for all
 * @param problemsOnly whether servers that are as they should be are left out
 * @param paused whether the page stays as it is
 */
record Query(String text, boolean problemsOnly, boolean paused) {
  /**
   * Reads what comes after the question mark: {@code q}, {@code show=problems}, {@code
   * refresh=off}. What it does not know it leaves out.
   */
  static Query of(Optional<String> query) {
    Map<String, String> values = new TreeMap<>();
    for (String pair : query.orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return new Query(
        values.getOrDefault("q", "").strip(),
        values.getOrDefault("show", "").equals("problems"),
        values.getOrDefault("refresh", "").equals("off"));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  Query pausing(boolean pause) {
    return new Query(text, problemsOnly, pause);
  }

  /** A link that asks for this. */
  String link() {
    return "?q="
        + URLEncoder.encode(text, StandardCharsets.UTF_8)
        + (problemsOnly ? "&show=problems" : "")
        + (paused ? "&refresh=off" : "");
  }

  boolean matches(String servertext) {
    return servertext.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
