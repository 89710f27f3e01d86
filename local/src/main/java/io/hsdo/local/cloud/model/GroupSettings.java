package io.hsdo.local.cloud.model;

import java.util.List;

/** What CreateAutoScalingGroup asks for. */
public record GroupSettings(
    String name,
    LaunchTemplate template,
    List<String> zones,
    Capacity capacity,
    List<GroupTag> tags) {
  public GroupSettings {
    if (zones.isEmpty()) {
      throw AwsException.validation("At least one Availability Zone or VPC Subnet is required.");
    }
    zones = List.copyOf(zones);
    tags = List.copyOf(tags);
  }
}
