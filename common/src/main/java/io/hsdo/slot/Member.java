package io.hsdo.slot;

import java.util.Optional;

/**
 * An instance as part of the fleet.
 *
 * @param id instance id in AWS, {@code node/service id} in Consul: what a member is known by
 * @param address where it serves
 * @param group its Auto Scaling Group, or Consul service
 * @param zone its availability zone, where the fleet tells it
 */
public record Member(String id, Address address, String group, Optional<String> zone) {
  /** How an empty slot says that it has no member: no member can be called that. */
  private static final String NOBODY = "none";

  private static final int LONGEST_NAME = 255;

  public Member {
    requireName("member id", id);
    requireName("group", group);
    zone.ifPresent(name -> requireName("availability zone", name));
    if (id.equals(NOBODY)) {
      throw new IllegalArgumentException("member id 'none' is refused: it marks an empty slot");
    }
  }

  /** Whether a member's id, group or zone can be called that. */
  public static boolean isName(String value) {
    boolean fits = !value.isEmpty() && value.length() <= LONGEST_NAME;
    return fits && isPrintable(value) && !value.startsWith(" ") && !value.endsWith(" ");
  }

  private static void requireName(String field, String value) {
    if (!isName(value)) {
      throw new IllegalArgumentException(
          field + " '" + value + "' is refused: expected 1 to 255 printable ASCII characters");
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
