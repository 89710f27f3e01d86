package io.hsdo.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/** What is answered to a request. It keeps the body as it is sent, for some are megabytes. */
public final class HttpReply {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  /** For whoever comes while more is asked for than there is room for. */
  static final HttpReply TOO_MANY = text(503, "too many ask at once: ask again\n");

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpReply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  public static HttpReply text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text);
  }

  public static HttpReply of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(UTF_8));
  }

  /**
   * The same.
   *
   * @param body not copied
   */
  public static HttpReply of(int status, String contentType, byte[] body) {
    return new HttpReply(status, ALWAYS, body).with("Content-Type", contentType);
  }

  public HttpReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpReply(status, more, body);
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** Of one whose body is UTF-8. */
  public String body() {
    return new String(body, UTF_8);
  }

  /** The body, not copied. */
  byte[] bytes() {
    return body;
  }
}
