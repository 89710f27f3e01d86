package io.hsdo.local.cloud.model;

/** What a lifecycle hook can hold up. */
public enum LifecycleTransition {
  LAUNCHING("autoscaling:EC2_INSTANCE_LAUNCHING"),
  TERMINATING("autoscaling:EC2_INSTANCE_TERMINATING");

  private final String text;

  LifecycleTransition(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
