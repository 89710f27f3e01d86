package io.hsdo.local.cloud.model;

/** Where an instance stands in its group. One that has left for good is no longer listed. */
public enum LifecycleState {
  PENDING("Pending", Part.CAPACITY),
  PENDING_WAIT("Pending:Wait", Part.CAPACITY),
  PENDING_PROCEED("Pending:Proceed", Part.CAPACITY),
  IN_SERVICE("InService", Part.CAPACITY),
  ENTERING_STANDBY("EnteringStandby", Part.ASIDE),
  STANDBY("Standby", Part.ASIDE),
  DETACHING("Detaching", Part.LEAVING),
  TERMINATING("Terminating", Part.LEAVING),
  TERMINATING_WAIT("Terminating:Wait", Part.LEAVING),
  TERMINATING_PROCEED("Terminating:Proceed", Part.LEAVING),
  WARMED_PENDING("Warmed:Pending", Part.WARM),
  WARMED_PENDING_WAIT("Warmed:Pending:Wait", Part.WARM),
  WARMED_PENDING_PROCEED("Warmed:Pending:Proceed", Part.WARM),
  WARMED_RUNNING("Warmed:Running", Part.WARM),
  WARMED_STOPPED("Warmed:Stopped", Part.WARM),
  WARMED_TERMINATING("Warmed:Terminating", Part.WARM_LEAVING),
  WARMED_TERMINATING_WAIT("Warmed:Terminating:Wait", Part.WARM_LEAVING),
  WARMED_TERMINATING_PROCEED("Warmed:Terminating:Proceed", Part.WARM_LEAVING);

  private final String text;
  private final Part part;

  LifecycleState(String text, Part part) {
    this.text = text;
    this.part = part;
  }

  public String text() {
    return text;
  }

  /** Counts towards the desired capacity. */
  public boolean isCapacity() {
    return part == Part.CAPACITY;
  }

  /** Belongs to the warm pool, which lists it instead of the group. */
  public boolean isWarm() {
    return part == Part.WARM || part == Part.WARM_LEAVING;
  }

  /** On its way out, where nothing can hold it back. */
  public boolean isLeaving() {
    return part == Part.LEAVING || part == Part.WARM_LEAVING;
  }

  private enum Part {
    CAPACITY,
    ASIDE,
    LEAVING,
    WARM,
    WARM_LEAVING
  }
}
