package io.hsdo.table;

import io.hsdo.program.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How this program talks to DynamoDB: never for longer than it can wait. */
public final class DynamoDbClients {
  /** A lost packet costs one repetition, and an unreachable address is given up at once. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** Longer than any page of a scan takes, and short enough to ask another host within a call. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

  /** All attempts of one call: an agent that waits longer learns too late of its own outage. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private DynamoDbClients() {}

  /**
   * Credentials, endpoint and whatever else is not given here come from where the SDK always looks:
   * environment, profile, container or instance.
   *
   * @param region empty to leave that to the SDK as well
   */
  public static DynamoDbClient create(Optional<Region> region) {
    var builder =
        DynamoDbClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(READ_TIMEOUT))
            .overrideConfiguration(
                override ->
                    override.apiCallTimeout(CALL_TIMEOUT).scheduledExecutorService(alarmClock()));
    region.ifPresent(builder::region);
    return builder.build();
  }

  /** Ends calls that last too long; the SDK's own would have five threads for that. */
  private static ScheduledExecutorService alarmClock() {
    return Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("call-timeout"));
  }
}
