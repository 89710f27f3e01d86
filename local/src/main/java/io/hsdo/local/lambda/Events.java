package io.hsdo.local.lambda;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Events as EventBridge sends them. */
public final class Events {
  private Events() {}

  /** Of a rule with a schedule. */
  public static String scheduled() {
    return """
        {"version":"0","id":"%s","detail-type":"Scheduled Event","source":"aws.events",\
        "account":"123456789012","time":"%s","region":"eu-west-1",\
        "resources":["arn:aws:events:eu-west-1:123456789012:rule/hsdo-refresh"],"detail":{}}"""
        .formatted(UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
