package io.hsdo.local.cloud.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The account and the region that everything lives in, and the names AWS derives from them. */
public record Account(String id, String region) {
  /** The account of AWS's own examples. */
  public static final Account EXAMPLE = new Account("123456789012", "eu-west-1");

  public Account {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("account '" + id + "' is refused: expected 12 digits");
    }
    if (region.isEmpty()) {
      throw new IllegalArgumentException("region '' is refused: expected one such as eu-west-1");
    }
  }

  public String groupArn(String uuid, String name) {
    return "arn:aws:autoscaling:%s:%s:autoScalingGroup:%s:autoScalingGroupName/%s"
        .formatted(region, id, uuid, name);
  }

  public String instanceArn(String instanceId) {
    return "arn:aws:ec2:%s:%s:instance/%s".formatted(region, id, instanceId);
  }

  /** An interruption warning names its instance in this form and no other event does. */
  public String interruptedInstanceArn(String zone, String instanceId) {
    return "arn:aws:ec2:%s:instance/%s".formatted(zone, instanceId);
  }

  /** The one subnet of a zone, the same at every look. */
  public String subnet(String zone) {
    UUID hash = UUID.nameUUIDFromBytes((id + zone).getBytes(StandardCharsets.UTF_8));
    return "subnet-0" + hash.toString().replace("-", "").substring(0, 16);
  }
}
