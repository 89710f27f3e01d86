package io.hsdo.slot;

/** Why a slot drains. A drain is told (AWS commands it) or merely advised. */
public enum DrainReason {
  TERMINATING("terminating", true),
  DETACHING("detaching", true),
  SPOT_INTERRUPTION("spot-interruption", true),
  EC2_STATE("ec2-state", true),
  STANDBY("standby", true),
  /** An instance refresh replaces its root volume and reboots it; then it serves again. */
  ROOT_VOLUME("root-volume", true),
  WARMED("warmed", true),
  /** Its termination was abandoned: it is kept to be looked at, and serves no more. */
  RETAINED("retained", true),
  UNHEALTHY("unhealthy", false),
  /** The group left the configuration: a deliberate change by whoever runs HSDO. */
  GROUP_REMOVED("group-removed", true),
  /** The list is being made shorter than this slot's number. */
  LIST_SHRUNK("list-shrunk", true),
  /** Somebody set the row to {@code disabled} by hand. */
  OPERATOR("operator", true),
  /** A row that drains for a reason this version has no name for. */
  UNSPECIFIED("unspecified", true);

  private final String text;
  private final boolean told;

  DrainReason(String text, boolean told) {
    this.text = text;
    this.told = told;
  }

  /** As it stands in the table and in logs. */
  public String text() {
    return text;
  }

  public boolean isTold() {
    return told;
  }

  /** The reason with this text, or {@link #UNSPECIFIED}. */
  public static DrainReason of(String text) {
    for (DrainReason reason : values()) {
      if (reason.text.equals(text)) {
        return reason;
      }
    }
    return UNSPECIFIED;
  }
}
