package io.hsdo.haproxy;

/**
 * HAProxy's Runtime API in the one framing that is the same from 2.4 to 3.4: a fresh connection,
 * one line in one write, everything up to the end.
 */
@FunctionalInterface
public interface RuntimeApi {
  /**
   * Sends a line and returns all that HAProxy answers: a block for every command, each ended by an
   * empty line.
   *
   * @param line commands separated by {@code ;}, none after the last; printable ASCII, without a
   *     line feed
   * @throws RuntimeApiException if there is no answer within about two seconds
   */
  String exchange(String line);
}
