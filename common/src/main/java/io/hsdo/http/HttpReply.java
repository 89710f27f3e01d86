package io.hsdo.http;

import java.util.Map;
import java.util.TreeMap;

/** What is answered to a request. */
public record HttpReply(int status, Map<String, String> headers, String body) {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  public HttpReply {
    headers = Map.copyOf(headers);
  }

  public static HttpReply text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text);
  }

  public static HttpReply of(int status, String contentType, String body) {
    return new HttpReply(status, ALWAYS, body).with("Content-Type", contentType);
  }

  public HttpReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpReply(status, more, body);
  }
}
