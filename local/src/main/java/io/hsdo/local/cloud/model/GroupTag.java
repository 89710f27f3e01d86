package io.hsdo.local.cloud.model;

/** A tag of a group, and whether the instances it launches get it too. */
public record GroupTag(String key, String value, boolean propagateAtLaunch) {}
