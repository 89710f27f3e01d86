package io.hsdo.commands;

import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;

/** How many slots of a list are in which state. */
record Count(int size, long serving, long draining) {
  static Count of(SlotList list) {
    return new Count(
        list.size(),
        list.serving(),
        list.slots().stream().filter(Slot.Draining.class::isInstance).count());
  }

  long free() {
    return size - serving - draining;
  }

  @Override
  public String toString() {
    return "%s slots: %s serving, %s draining, %s free".formatted(size, serving, draining, free());
  }
}
