package io.hsdo.haproxy;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of HAProxy: 3.2.7. */
public record HaproxyRelease(int major, int minor, int patch)
    implements Comparable<HaproxyRelease> {
  private static final Pattern NUMBERS =
      Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(?:\\.([0-9]{1,6}))?(?![0-9]).*");

  private static final Comparator<HaproxyRelease> ORDER =
      Comparator.comparingInt(HaproxyRelease::major)
          .thenComparingInt(HaproxyRelease::minor)
          .thenComparingInt(HaproxyRelease::patch);

  /** The one that a version such as {@code 2.6.12-1+deb12u4} begins with. */
  public static Optional<HaproxyRelease> of(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    String patch = numbers.group(3);
    return Optional.of(
        new HaproxyRelease(
            Integer.parseInt(numbers.group(1)),
            Integer.parseInt(numbers.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  public boolean isAtLeast(HaproxyRelease other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(HaproxyRelease other) {
    return ORDER.compare(this, other);
  }
}
