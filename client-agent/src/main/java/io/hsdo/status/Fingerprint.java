package io.hsdo.status;

import io.hsdo.digest.Sha256;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number by which two agents can be compared: equal where they know the same. It is made of
 * values, never of texts for people: agents of two releases, which may word them differently, have
 * to agree while one of them is rolled out.
 */
final class Fingerprint {
  /** As many as a double holds exactly, which is what Prometheus keeps. */
  private static final int BITS = 52;

  private Fingerprint() {}

  /**
   * Of a list, whatever its version: its size, and of each slot who is there with which address,
   * and how it takes traffic. Not why a member drains: an agent may have no name for a later
   * release's reason.
   */
  static long of(Overview.KnownList list) {
    Stream<String> slots = list.slots().values().stream().map(Fingerprint::line);
    return of(Stream.concat(Stream.of(line("size", list.size())), slots));
  }

  private static String line(Slot slot) {
    return line(
        slot.number(),
        slot.occupant().map(Member::id).orElse(""),
        slot.occupant().map(Member::address).map(Address::toString).orElse(""),
        slot.weight(),
        slot instanceof Slot.Draining);
  }

  /**
   * Of a backend as it is observed, whatever it is called: the number, address, port, weight and
   * administrative state of each server. Servers in maint do not count: their address is what was
   * there before, and one HAProxy may have more of them than another.
   */
  static long of(BackendView backend) {
    return of(
        backend.servers().stream()
            .filter(server -> !server.isInMaint())
            .flatMap(
                server ->
                    server.observed().stream().map(observed -> line(server.number(), observed))));
  }

  private static String line(int number, ObservedServer server) {
    return line(
        number,
        server.address().map(Address::toString).orElse(""),
        server.port(),
        server.weight(),
        server.state());
  }

  /** One for each row of values, of which none has a tab or a line break in it. */
  private static String line(Object... values) {
    return Stream.of(values).map(String::valueOf).collect(Collectors.joining("\t", "", "\n"));
  }

  private static long of(Stream<String> lines) {
    MessageDigest digest = Sha256.digest();
    lines.forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.wrap(digest.digest()).getLong() >>> (Long.SIZE - BITS);
  }
}
