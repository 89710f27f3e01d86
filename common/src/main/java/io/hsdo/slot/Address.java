package io.hsdo.slot;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address that a member serves on. Two addresses are equal when their bytes are,
 * however they are written, because that is how HAProxy compares them.
 *
 * <p>Refused: names, zones, IPv4 with other than four plain decimal parts, IPv4-mapped IPv6
 * (HAProxy keeps it apart from the IPv4 address while Java does not), and addresses no server can
 * have: unspecified, multicast and broadcast.
 */
public final class Address {
  /** Starts with a hexadecimal digit or a colon, so that the JDK never asks DNS about it. */
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

  private final String text;
  private final byte[] bytes;

  private Address(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /**
   * Reads a literal such as {@code 10.0.1.4} or {@code 2001:db8::1}, without brackets.
   *
   * @throws IllegalArgumentException naming the text, if it is not an address of a server
   */
  public static Address of(String text) {
    byte[] bytes = text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    if (isUnusable(bytes)) {
      throw refused(text, "no server can have it");
    }
    return new Address(text, bytes);
  }

  /** Whether only the host itself can reach it. */
  public boolean isLoopback() {
    return bytes.length == 4 ? bytes[0] == 127 : text.equals("::1");
  }

  private static byte[] ipv4(String text) {
    byte[] bytes = new byte[4];
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      int end = i < 3 ? text.indexOf('.', start) : text.length();
      bytes[i] = (byte) part(text, start, end);
      start = end + 1;
    }
    return bytes;
  }

  private static int part(String text, int start, int end) {
    int digits = end - start;
    if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
      throw refused(text, "expected an IPv4 or IPv6 literal");
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw refused(text, "expected an IPv4 or IPv6 literal");
      }
      value = 10 * value + digit;
    }
    if (value > 255) {
      throw refused(text, "a part of an IPv4 address is at most 255");
    }
    return value;
  }

  private static byte[] ipv6(String text) {
    if (!IPV6_CHARACTERS.matcher(text).matches()) {
      throw refused(text, "expected an IPv4 or IPv6 literal");
    }
    try {
      if (InetAddress.getByName(text) instanceof Inet6Address address) {
        return address.getAddress();
      }
    } catch (UnknownHostException e) {
      throw refused(text, "expected an IPv4 or IPv6 literal");
    }
    throw refused(text, "write an IPv4-mapped address as IPv4");
  }

  private static boolean isUnusable(byte[] bytes) {
    boolean unspecified = true;
    boolean broadcast = bytes.length == 4;
    for (byte b : bytes) {
      unspecified &= b == 0;
      broadcast &= b == (byte) 0xff;
    }
    int first = bytes[0] & 0xff;
    boolean multicast = bytes.length == 4 ? first >= 224 && first < 240 : first == 0xff;
    return unspecified || broadcast || multicast;
  }

  private static IllegalArgumentException refused(String text, String reason) {
    return new IllegalArgumentException("address '" + text + "' is refused: " + reason);
  }

  public boolean isIpv6() {
    return bytes.length == 16;
  }

  /** The address as a URL or {@code host:port} wants it: IPv6 in brackets. */
  public String bracketed() {
    return isIpv6() ? "[" + text + "]" : text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The literal as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
