package io.hsdo.reconcile;

import java.util.Locale;

/** HAProxy's administrative states. */
public enum AdminState {
  /** Gets traffic as far as its health and weight allow. */
  READY,
  /** Gets no new traffic, but is still checked and keeps who sticks to it. */
  DRAIN,
  /** Out of service. */
  MAINT;

  /** As {@code set server … state} wants it. */
  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
