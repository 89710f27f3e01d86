package io.hsdo.local.cloud.model;

import java.time.Instant;

/** What Auto Scaling says it has begun to do in answer to a request. */
public record Activity(
    String id, String group, String description, String cause, Instant started, String zone) {}
