package io.hsdo.local.cloud.model;

/** How many instances a group may have and should have. */
public record Capacity(int min, int max, int desired) {
  public Capacity {
    if (min > max) {
      throw AwsException.validation(
          "Max bound, %d, must be greater than or equal to min bound, %d".formatted(max, min));
    }
    if (desired < min || desired > max) {
      throw AwsException.validation(
          "Desired capacity:%d must be between the specified min size:%d and max size:%d"
              .formatted(desired, min, max));
    }
  }

  Capacity withDesired(int desired) {
    return new Capacity(min, max, desired);
  }
}
