package io.hsdo.local.cloud.model;

/** The state of an instance as EC2 sees it. */
public enum Ec2State {
  PENDING(0, "pending"),
  RUNNING(16, "running"),
  SHUTTING_DOWN(32, "shutting-down"),
  TERMINATED(48, "terminated"),
  STOPPING(64, "stopping"),
  STOPPED(80, "stopped");

  private final int code;
  private final String text;

  Ec2State(int code, String text) {
    this.code = code;
    this.text = text;
  }

  public int code() {
    return code;
  }

  public String text() {
    return text;
  }

  /** There is no way back from here. */
  public boolean isOver() {
    return this == SHUTTING_DOWN || this == TERMINATED;
  }
}
