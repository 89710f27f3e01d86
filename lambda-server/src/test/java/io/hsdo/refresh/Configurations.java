package io.hsdo.refresh;

import io.hsdo.config.Parameters;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Configurations of refreshes that tests run. */
final class Configurations {
  private Configurations() {}

  /** Of table "slots" and group "web", unless {@code parameters} say otherwise. */
  static ServerConfiguration of(Map<String, String> parameters) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "DYNAMODB_TABLE_NAME", "slots",
                "AWS_REGION", "eu-west-1",
                "SERVER_ASG_NAMES", FakeFleet.GROUP));
    environment.putAll(parameters);
    return ServerConfiguration.of(Parameters.load(environment, Optional.empty()));
  }
}
