package io.hsdo.status;

import io.hsdo.cache.Sha256;
import io.hsdo.reconcile.ObservedServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;

/** A number by which two agents can be compared: equal where they say the same. */
final class Fingerprint {
  /** As many as a double holds exactly, which is what Prometheus keeps. */
  private static final int BITS = 52;

  private Fingerprint() {}

  /** Of a list, whatever its version. */
  static long of(Overview.KnownList list) {
    Stream<String> slots =
        list.slots().values().stream().map(slot -> slot.number() + " " + slot.description());
    return of(Stream.concat(Stream.of("size " + list.size()), slots));
  }

  /**
   * Of a backend as it is observed, whatever it is called. Servers in maint do not count: their
   * address is what was there before, and one HAProxy may have more of them than another.
   */
  static long of(BackendView backend) {
    return of(
        backend.servers().stream()
            .filter(server -> !server.isInMaint())
            .flatMap(
                server ->
                    server.observed().stream()
                        .map(ObservedServer::description)
                        .map(what -> server.number() + " " + what)));
  }

  private static long of(Stream<String> lines) {
    MessageDigest digest = Sha256.digest();
    lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.wrap(digest.digest()).getLong() >>> (Long.SIZE - BITS);
  }
}
