package io.hsdo.local.table;

import static io.hsdo.local.table.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.LocalService;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.table.Header;
import io.hsdo.time.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The list grows, shrinks, forgets its size, and is larger than HAProxy's backend. */
@RequiresHaproxy
class TableSizeTest {
  private final Scene scene = Scene.start(3);
  private final ManualClock clock = new ManualClock(Instant.now());

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aListThatGrowsKeepsEverybodyWhereHeIs() {
    pass(3);
    Map<Integer, String> seats = scene.seats();

    pass(5);

    assertThat(scene.header().map(Header::size)).contains(5);
    assertThat(scene.row(5)).isNotEmpty();
    assertThat(scene.seats()).isEqualTo(seats);
  }

  @Test
  void aSizeThatIsForgottenStaysTheTables() {
    pass(5);

    pass(null);

    assertThat(scene.header().map(Header::size)).contains(5);
  }

  @Test
  void aSmallerSizeIsHeldThenTheUpperSlotsDrainAndAreCutOff() {
    scene.service().cloud().scale(Scene.GROUP, 4);
    pass(6);
    scene.service().cloud().terminate(scene.instances().get(0).id());
    scene.service().cloud().scale(Scene.GROUP, 3);
    await("three members", () -> pass(6).list().members().count() == 3);

    pass(3);
    assertThat(scene.header().map(Header::size)).as("held for 3 minutes").contains(6);

    clock.advance(Duration.ofMinutes(4));
    for (int i = 0; i < 5; i++) {
      pass(3);
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(scene.header().map(Header::size)).contains(3);
    assertThat(scene.row(4)).isEmpty();
    assertThat(scene.seats().keySet()).containsExactly(1, 2, 3);
  }

  @Test
  void aSizeWithoutRoomForTheFleetIsHeldHoweverLong() {
    pass(6);

    for (int i = 0; i < 5; i++) {
      pass(2);
      clock.advance(Duration.ofMinutes(2));
    }

    assertThat(scene.header().map(Header::size)).contains(6);
    assertThat(scene.seats()).hasSize(3);
  }

  @Test
  void slotsThatHaproxyLacksAreNamedAndTheOthersServe() {
    pass(Scene.SIZE + 2);
    var agent = scene.service().startAgent();

    scene.awaitEverybodyServes(3);

    await("a warning", () -> agent.output().contains("HAProxy lacks servers: web/web7, web/web8"));
  }

  private Plan pass(@Nullable Integer size) {
    URI endpoint = scene.service().cloud().endpoint();
    var credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    Map<String, String> environment = new HashMap<>();
    environment.put("DYNAMODB_TABLE_NAME", LocalService.TABLE);
    environment.put("SERVER_ASG_NAMES", Scene.GROUP);
    if (size != null) {
      environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", size.toString());
    }
    try (var autoScaling =
            AutoScalingClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        var ec2 =
            Ec2Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
      return new Refresh(
              scene.service().store(),
              new AutoScalingFleet(GroupSelection.named(Scene.GROUP), autoScaling, ec2, clock),
              action -> false,
              ServerConfiguration.of(Parameters.load(environment, Optional.empty())),
              clock)
          .pass(new Trigger.Scheduled())
          .plan()
          .orElseThrow();
    }
  }
}
