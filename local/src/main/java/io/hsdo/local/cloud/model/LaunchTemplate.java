package io.hsdo.local.cloud.model;

import java.time.Instant;

/** What a group launches; all that is told of it is passed through, nothing is looked at. */
public record LaunchTemplate(
    String id, String name, Instant created, String imageId, String instanceType) {}
