package io.hsdo.local.cloud.model;

/** How a lifecycle action ends. */
public enum ActionResult {
  CONTINUE,
  ABANDON
}
