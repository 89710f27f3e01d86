package io.hsdo.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Rules of cdk-nag that a resource breaks for a reason. */
final class Suppressions {
  private Suppressions() {}

  static void wildcards(IConstruct resource, String reason) {
    add(resource, "AwsSolutions-IAM5", reason);
  }

  static void add(IConstruct resource, String rule, String reason) {
    NagSuppressions.addResourceSuppressions(
        resource, List.of(NagPackSuppression.builder().id(rule).reason(reason).build()));
  }
}
