package io.hsdo.local.cloud.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a list, and the token that asks for the rest. The token holds the name of the last item
 * told, so that items that come and go between two pages neither repeat nor hide others.
 */
record Page<T>(List<T> items, Optional<String> nextToken) {
  private static final String TOKEN_PREFIX = "after:";

  /**
   * @param all in order of name
   * @param token of the page before; empty for the first page
   */
  static <T> Page<T> of(
      List<T> all, Function<T, String> name, int size, Optional<String> token, Service service) {
    List<T> rest =
        token
            .map(text -> after(text, service))
            .map(last -> all.stream().filter(item -> name.apply(item).compareTo(last) > 0).toList())
            .orElse(all);
    if (rest.size() <= size) {
      return new Page<>(rest, Optional.empty());
    }
    List<T> items = rest.subList(0, size);
    String last = name.apply(items.get(size - 1));
    byte[] next = (TOKEN_PREFIX + last).getBytes(StandardCharsets.UTF_8);
    return new Page<>(items, Optional.of(Base64.getUrlEncoder().encodeToString(next)));
  }

  private static String after(String token, Service service) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(TOKEN_PREFIX)) {
        return text.substring(TOKEN_PREFIX.length());
      }
    } catch (IllegalArgumentException e) {
      throw service.invalidToken(token);
    }
    throw service.invalidToken(token);
  }
}
