package io.hsdo.slot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address. Two addresses are equal when their bytes are, however they are written,
 * because that is how HAProxy compares them. It keeps an IPv4-mapped IPv6 address apart from the
 * IPv4 address.
 */
public final class Address {
  /** Starts with a hexadecimal digit or a colon, so that the JDK never asks DNS about it. */
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

  /** How an IPv4-mapped IPv6 address begins. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final String text;
  private final byte[] bytes;

  private Address(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /**
   * Reads an address that a member serves on, such as {@code 10.0.1.4} or {@code 2001:db8::1},
   * without brackets.
   *
   * @throws IllegalArgumentException naming the text, if it is no {@linkplain #literal literal}, an
   *     IPv4-mapped IPv6 address, which is one member's second name, or an address that no server
   *     can have: unspecified, multicast or broadcast
   */
  public static Address of(String text) {
    Address address = literal(text);
    if (address.isMapped()) {
      throw refused(text, "write an IPv4-mapped address as IPv4");
    }
    if (!address.isUsable()) {
      throw refused(text, "no server can have it");
    }
    return address;
  }

  /**
   * Reads any address, also one that no member can have, such as {@code 0.0.0.0}.
   *
   * @throws IllegalArgumentException naming the text, if it is a name, has a zone or is IPv4 with
   *     other than four plain decimal parts
   */
  public static Address literal(String text) {
    return new Address(text, text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text));
  }

  /** Whether it leads nowhere but to the host itself: loopback, and unspecified on Linux. */
  public boolean isOfThisHost() {
    return isUnspecified() || (isIpv6() ? text.equals("::1") : bytes[0] == 127);
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
      byte[] bytes = InetAddress.getByName(text).getAddress();
      return bytes.length == 4 ? mapped(bytes) : bytes;
    } catch (UnknownHostException e) {
      throw refused(text, "expected an IPv4 or IPv6 literal");
    }
  }

  /** The bytes of {@code ::ffff:1.2.3.4}, for which the JDK gives those of 1.2.3.4. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] bytes = Arrays.copyOf(MAPPED, MAPPED.length + ipv4.length);
    System.arraycopy(ipv4, 0, bytes, MAPPED.length, ipv4.length);
    return bytes;
  }

  private boolean isMapped() {
    return isIpv6() && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
  }

  private boolean isUsable() {
    int first = bytes[0] & 0xff;
    boolean multicast = isIpv6() ? first == 0xff : first >= 224 && first < 240;
    return !isUnspecified() && !multicast && !consistsOf((byte) 0xff);
  }

  private boolean isUnspecified() {
    return consistsOf((byte) 0);
  }

  private boolean consistsOf(byte value) {
    for (byte b : bytes) {
      if (b != value) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException refused(String text, String reason) {
    return new IllegalArgumentException("address '" + text + "' is refused: " + reason);
  }

  boolean isIpv6() {
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
