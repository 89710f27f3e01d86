package io.hsdo.table;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of one item, read strictly: one that is not as it must be is refused by an {@link
 * IllegalArgumentException} that names the attribute, its value and what is allowed.
 */
record Attributes(Map<String, AttributeValue> values) {
  static final Attributes NONE = new Attributes(Map.of());

  /**
   * Keeps a stray value, which may have 400 kB, out of the logs; our longest has 400 characters.
   */
  private static final int MAX_LENGTH = 1_000;

  private static final int SHOWN_LENGTH = 60;

  /** Far enough for every clock, and near enough that adding to such an instant never overflows. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether both attributes are there with the same value. */
  boolean equal(String name, String other) {
    return has(name) && Objects.equals(values.get(name), values.get(other));
  }

  String text(String name) {
    AttributeValue value = values.get(name);
    if (value == null || value.s() == null || value.s().length() > MAX_LENGTH) {
      throw refused(name, "a string of at most " + MAX_LENGTH + " characters");
    }
    return value.s();
  }

  long wholeNumber(String name, long min, long max) {
    AttributeValue value = values.get(name);
    if (value != null && value.n() != null) {
      Optional<BigDecimal> number = number(value.n());
      boolean inRange =
          number.isPresent()
              && number.get().compareTo(BigDecimal.valueOf(min)) >= 0
              && number.get().compareTo(BigDecimal.valueOf(max)) <= 0;
      if (inRange && number.get().stripTrailingZeros().scale() <= 0) {
        return number.get().longValueExact();
      }
    }
    throw refused(name, "a whole number from " + min + " to " + max);
  }

  /** Empty if it is none: DynamoDB checks its numbers, a file may say anything. */
  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  Instant instant(String name) {
    String allowed = "an instant from 1970 to 9999 such as 2026-11-23T06:05:00Z";
    try {
      Instant instant = Instant.parse(text(name));
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
        throw refused(name, allowed);
      }
      return instant;
    } catch (DateTimeException e) {
      throw refused(name, allowed);
    }
  }

  /** The attribute as a value of the domain, which says itself what it allows. */
  <T> T parsed(String name, Function<String, T> parser) {
    String text = text(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  Optional<Instant> optionalInstant(String name) {
    return has(name) ? Optional.of(instant(name)) : Optional.empty();
  }

  <T> Optional<T> optionalParsed(String name, Function<String, T> parser) {
    return has(name) ? Optional.of(parsed(name, parser)) : Optional.empty();
  }

  IllegalArgumentException refused(String name, String allowed) {
    return new IllegalArgumentException(name + " is " + shown(name) + ", expected " + allowed);
  }

  /** The attribute's value for a message: strings in quotes, numbers without. */
  String shown(String name) {
    AttributeValue value = values.get(name);
    if (value == null) {
      return "missing";
    }
    if (value.n() != null) {
      return shortened(value.n());
    }
    if (value.s() != null) {
      return "'" + shortened(value.s()) + "'";
    }
    return shortened(value.toString());
  }

  private static String shortened(String text) {
    return text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "..." : text;
  }
}
