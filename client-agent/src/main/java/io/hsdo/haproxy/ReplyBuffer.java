package io.hsdo.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one answer after another, as far as they have come; it grows up to a limit. */
final class ReplyBuffer {
  /** Enough for all answers but the look at many servers. */
  private static final int FIRST_BYTES = 16 * 1024;

  /** What the next answer may need: 5,000 servers take no more. */
  private static final int KEPT_BYTES = 1024 * 1024;

  private final int limit;
  private byte[] bytes;
  private int length;

  ReplyBuffer(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(FIRST_BYTES, limit)];
  }

  /** Makes it ready for the next answer. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
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
