package io.hsdo.haproxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP literals as HAProxy reads and shows them: as inet_pton and inet_ntop do. */
final class IpText {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

  /** The longest run of two or more groups that are zero, the first of them if there are more. */
  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  private IpText() {}

  /** The literal as HAProxy shows it; empty for what is none. */
  static Optional<String> canonical(String text) {
    if (IPV4.matcher(text).matches()) {
      return Optional.of(text);
    }
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (!IPV6.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.getByName(bare);
      return Optional.of(
          address instanceof Inet4Address
              ? "::ffff:" + address.getHostAddress()
              : compressed(address.getHostAddress()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String compressed(String groups) {
    return ZEROS
        .matcher(groups)
        .results()
        .max((a, b) -> Integer.compare(a.group().length(), b.group().length()))
        .map(run -> groups.substring(0, run.start()) + "::" + groups.substring(run.end()))
        .orElse(groups);
  }
}
