package io.hsdo.local.cloud.model;

import java.time.Instant;

/** What a group thinks of one of its instances, and since when. */
public record Health(boolean healthy, Instant since) {
  /** As Auto Scaling writes it in groups. */
  public String text() {
    return healthy ? "Healthy" : "Unhealthy";
  }
}
