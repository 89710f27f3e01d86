package io.hsdo.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of an answer, as far as they have come; it grows up to a limit. */
final class ReplyBuffer {
  private final int limit;
  private byte[] bytes;
  private int length;

  /** With {@code room} for the first bytes. */
  ReplyBuffer(int limit, int room) {
    this.limit = limit;
    this.bytes = new byte[Math.min(room, limit)];
  }

  /** Takes what there is; false at the end of the answer, and when no more is taken. */
  boolean readFrom(InputStream in) throws IOException {
    if (isFull()) {
      return false;
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * length, limit));
    }
    int count = in.read(bytes, length, bytes.length - length);
    length += Math.max(count, 0);
    return count >= 0;
  }

  /** Whether the answer is longer than the limit, and therefore none. */
  boolean isFull() {
    return length == limit;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
