package io.hsdo.metrics;

/**
 * Everything that is measured of the refresh, under the name it has in CloudWatch. Alarms and
 * dashboard are made from these names too, so that none of them watches what nobody sends.
 */
public enum RefreshMetric {
  /** N. */
  SLOTS("Slots", Unit.COUNT),
  SERVING("Serving", Unit.COUNT),
  /** Of those that serve, who has not reached the end of the ramp. */
  RAMPING("Ramping", Unit.COUNT),
  DRAINING("Draining", Unit.COUNT),
  FREE_SLOTS("FreeSlots", Unit.COUNT),
  UNPLACED("Unplaced", Unit.COUNT),
  HELD("Held", Unit.COUNT),
  /** Who should leave, and goes on serving because nobody else would. */
  LAST_SERVING("LastServing", Unit.COUNT),
  GROUPS_MISSING("GroupsMissing", Unit.COUNT),
  VERSION_CONFLICTS("VersionConflicts", Unit.COUNT),
  HOOKS_COMPLETED("HooksCompleted", Unit.COUNT),
  HOOKS_FAILED("HooksFailed", Unit.COUNT),
  /** Of the drains that our hook has an end for: how long the oldest lasts. */
  OLDEST_DRAIN("OldestDrain", Unit.SECONDS),
  PASS_DURATION("PassDuration", Unit.MILLISECONDS),
  /** How late an event came; only in the first pass that it caused. */
  EVENT_AGE("EventAge", Unit.SECONDS);

  /** Of all metrics. */
  public static final String NAMESPACE = "HSDO";

  /** The one dimension: the service's table, by name. */
  public static final String DIMENSION = "Table";

  private final String text;
  private final Unit unit;

  RefreshMetric(String text, Unit unit) {
    this.text = text;
    this.unit = unit;
  }

  /** Its name in CloudWatch. */
  public String text() {
    return text;
  }

  public Unit unit() {
    return unit;
  }

  /** CloudWatch's units that are needed here. */
  public enum Unit {
    COUNT("Count"),
    SECONDS("Seconds"),
    MILLISECONDS("Milliseconds");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    /** As CloudWatch calls it. */
    public String text() {
      return text;
    }
  }
}
