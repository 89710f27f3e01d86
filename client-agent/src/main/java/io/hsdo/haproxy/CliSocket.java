package io.hsdo.haproxy;

/**
 * A {@code stats socket} that HAProxy listens on.
 *
 * @param address as HAProxy writes it, such as {@code ipv4@127.0.0.1:9999}
 */
public record CliSocket(String address, CliLevel level) {
  /** Whether whoever can connect may use it: no file's permissions are in the way. */
  public boolean isTcp() {
    return address.startsWith("ipv4@") || address.startsWith("ipv6@");
  }
}
