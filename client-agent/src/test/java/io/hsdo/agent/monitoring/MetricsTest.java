package io.hsdo.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.agent.list.DrawnList;
import io.hsdo.config.Build;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.WriterLock.Holder;
import io.hsdo.http.HttpReply;
import io.hsdo.http.Request;
import io.hsdo.prometheus.Promtool;
import io.hsdo.reconcile.ServerRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void everyMemberHasAWeightAsInThePythonProgram() throws Exception {
    rig.table.save("a:3 - (c)");
    poll(1);

    assertThat(samples("hsdo_server_weight"))
        .containsExactlyInAnyOrder(
            "hsdo_server_weight{asg=\"web\",id=\"1\",ip=\"10.0.0.1\",name=\"i-a\"} 3.0",
            "hsdo_server_weight{asg=\"web\",id=\"3\",ip=\"10.0.0.3\",name=\"i-c\"} 0.0");
  }

  /** The last is what a Prometheus sends that collects native histograms. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain;version=0.0.4                                         | text/plain",
        "application/openmetrics-text;version=1.0.0                       | application/openmetrics",
        "application/vnd.google.protobuf;encoding=delimited               | text/plain",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
            + "application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1 | application/openmetrics",
      })
  void whoeverAcceptsAFormatGetsText(String accept, String type) throws Exception {
    rig.table.save("a b c");
    poll(1);

    HttpReply reply = scrape(rig, Optional.of(accept));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().get("Content-Type")).startsWith(type);
    assertThat(reply.body()).contains("hsdo_server_weight{");
  }

  @Test
  void agentWithoutAListTellsOfNoList() throws Exception {
    rig.table.fail();
    poll(1);

    assertThat(scrape())
        .doesNotContain("hsdo_server_weight{")
        .doesNotContain("\nhsdo_list_version")
        .doesNotContain("\nhsdo_applied_version")
        .doesNotContain("\nhsdo_refresh_age_seconds")
        .doesNotContain("\nhsdo_list_hash")
        .doesNotContain("\nhsdo_rejected_rows");
  }

  @Test
  void versionIsAppliedOnceHaproxyWasReadToCarryIt() throws Exception {
    rig.table.save("a b c");
    poll(1);
    assertThat(samples("hsdo_list_version")).containsExactly("hsdo_list_version 1.0");
    assertThat(samples("hsdo_applied_version")).isEmpty();

    poll(1);
    assertThat(samples("hsdo_applied_version")).containsExactly("hsdo_applied_version 1.0");

    rig.haproxy.model().removeServer(new ServerRef("web", "web2"));
    rig.table.save("a b:4 c");
    poll(2);
    assertThat(samples("hsdo_list_version")).containsExactly("hsdo_list_version 2.0");
    assertThat(samples("hsdo_applied_version")).containsExactly("hsdo_applied_version 1.0");
  }

  @Test
  void refreshAgeIsTheTimeSinceAHeartbeatWasSeen() throws Exception {
    rig.table.save("a b c");
    poll(1);
    rig.clock.advance(Duration.ofSeconds(40));
    poll(1);
    assertThat(samples("hsdo_refresh_age_seconds"))
        .containsExactly("hsdo_refresh_age_seconds 40.0");

    rig.table.heartbeat(rig.clock.instant());
    poll(1);
    assertThat(samples("hsdo_refresh_age_seconds")).containsExactly("hsdo_refresh_age_seconds 0.0");

    rig.table.fail();
    rig.clock.advance(Duration.ofSeconds(7));
    poll(1);
    assertThat(samples("hsdo_refresh_age_seconds")).containsExactly("hsdo_refresh_age_seconds 7.0");
  }

  @Test
  void tableOfThePythonProgramHasNoVersionAndNoRefreshAge() throws Exception {
    rig.table.save("a b c");
    rig.table.delete(0);
    poll(2);

    assertThat(samples("hsdo_server_weight")).hasSize(3);
    assertThat(samples("hsdo_list_version")).isEmpty();
    assertThat(samples("hsdo_applied_version")).isEmpty();
    assertThat(samples("hsdo_refresh_age_seconds")).isEmpty();
  }

  @Test
  void slotsAreCountedByHowTheirServersStand() throws Exception {
    rig.table.save("a (b) - d");
    poll(1);
    rig.haproxy.model().passChecks();
    poll(1);

    assertThat(samples("hsdo_slots"))
        .containsExactlyInAnyOrder(
            "hsdo_slots{backend=\"web\",state=\"up\"} 1.0",
            "hsdo_slots{backend=\"web\",state=\"starting\"} 0.0",
            "hsdo_slots{backend=\"web\",state=\"down\"} 0.0",
            "hsdo_slots{backend=\"web\",state=\"drain\"} 1.0",
            "hsdo_slots{backend=\"web\",state=\"maint\"} 1.0",
            "hsdo_slots{backend=\"web\",state=\"missing\"} 1.0",
            "hsdo_slots{backend=\"web\",state=\"unreachable\"} 0.0");
  }

  /** What is counted as up gets requests. */
  @Test
  void serverOfWeightNoneIsDraining() throws Exception {
    rig.table.save("a:0 b -");
    poll(2);

    assertThat(samples("hsdo_slots"))
        .contains(
            "hsdo_slots{backend=\"web\",state=\"up\"} 1.0",
            "hsdo_slots{backend=\"web\",state=\"drain\"} 1.0");
  }

  @Test
  void serversBeyondTheLastSlotAreOnlyCountedWhileTheyAreNotInMaint() throws Exception {
    rig.table.save("a b");
    poll(2);
    assertThat(samples("hsdo_slots")).contains("hsdo_slots{backend=\"web\",state=\"maint\"} 0.0");

    rig.meddle("set server web/web3 state drain");
    poll(1);
    assertThat(samples("hsdo_slots")).contains("hsdo_slots{backend=\"web\",state=\"drain\"} 1.0");
  }

  @Test
  void newcomerIsDownUntilItsFirstGoodCheck() throws Exception {
    rig.table.save("a - -");
    poll(2);
    rig.table.save("a b -");
    poll(2);
    assertThat(samples("hsdo_slots")).contains("hsdo_slots{backend=\"web\",state=\"down\"} 1.0");

    rig.haproxy.model().passChecks();
    poll(1);
    assertThat(samples("hsdo_slots"))
        .contains(
            "hsdo_slots{backend=\"web\",state=\"down\"} 0.0",
            "hsdo_slots{backend=\"web\",state=\"up\"} 2.0");
  }

  @Test
  void nothingIsToldOfAHaproxyThatDoesNotAnswer() throws Exception {
    rig.table.save("a b c");
    poll(2);
    rig.haproxy.stop();
    poll(1);

    assertThat(samples("hsdo_slots")).isEmpty();
    assertThat(samples("hsdo_backend_hash")).isEmpty();
    assertThat(samples("hsdo_server_weight")).hasSize(3);
  }

  @Test
  void pollsAreCountedByWhatKeptThemFromBeingCarriedOut() throws Exception {
    rig.table.save("a b c");
    poll(3);
    rig.lock = new Holder.Another(Path.of("/run/lock"));
    poll(1);
    rig.lock = new Holder.Us();
    rig.table.fail();
    poll(1);
    rig.haproxy.stop();
    poll(1);

    assertThat(samples("hsdo_polls_total"))
        .containsExactlyInAnyOrder(
            "hsdo_polls_total{result=\"ok\"} 3.0",
            "hsdo_polls_total{result=\"withheld\"} 1.0",
            "hsdo_polls_total{result=\"table_failed\"} 1.0",
            "hsdo_polls_total{result=\"haproxy_failed\"} 1.0");
  }

  @Test
  void commandsAreCountedByWhetherHaproxyRefusedThem() throws Exception {
    rig.table.save("a - -");
    poll(2);

    // Address with port, weight, state; the other two are in maint anyhow.
    assertThat(samples("hsdo_commands_total"))
        .containsExactlyInAnyOrder(
            "hsdo_commands_total{result=\"ok\"} 3.0",
            "hsdo_commands_total{result=\"refused\"} 0.0");

    rig.haproxy.model().permit(CliLevel.OPERATOR);
    rig.table.save("a:3 - -");
    poll(1);
    assertThat(samples("hsdo_commands_total"))
        .containsExactlyInAnyOrder(
            "hsdo_commands_total{result=\"ok\"} 3.0",
            "hsdo_commands_total{result=\"refused\"} 1.0");
  }

  @Test
  void driftIsCountedEachTimeItIsPutRight() throws Exception {
    rig.table.save("a b c");
    poll(3);
    assertThat(samples("hsdo_drift_corrected_total"))
        .containsExactly("hsdo_drift_corrected_total 0.0");

    rig.meddle("set server web/web1 weight 1;set server web/web2 state maint");
    poll(1);
    rig.meddle("set server web/web1 weight 1");
    poll(2);

    assertThat(samples("hsdo_drift_corrected_total"))
        .containsExactly("hsdo_drift_corrected_total 3.0");
  }

  @Test
  void changesOfTheListAreNoDrift() throws Exception {
    rig.table.save("a b c");
    poll(2);
    rig.table.save("a:3 - (c)");
    poll(2);

    assertThat(samples("hsdo_drift_corrected_total"))
        .containsExactly("hsdo_drift_corrected_total 0.0");
  }

  @Test
  void addressThatTakesItsTimeIsNoDrift() throws Exception {
    try (Rig late = new Rig(Dialect.V3_0)) {
      late.haproxy.model().delayAddresses(Duration.ofSeconds(2));
      late.table.save("a b c");
      for (int i = 0; i < 4; i++) {
        late.poll();
        late.clock.advance(Duration.ofSeconds(1));
      }

      assertThat(scrape(late)).contains("\nhsdo_drift_corrected_total 0.0\n");
    }
  }

  @Test
  void restartOfHaproxyIsCountedAndIsNoDrift() throws Exception {
    rig.table.save("a b c");
    poll(2);
    rig.haproxy.model().restart();
    poll(2);

    assertThat(samples("hsdo_haproxy_restarts_total"))
        .containsExactly("hsdo_haproxy_restarts_total 1.0");
    assertThat(samples("hsdo_drift_corrected_total"))
        .containsExactly("hsdo_drift_corrected_total 0.0");
  }

  @Test
  void passThatItsPollRepeatsIsCountedToo() throws Exception {
    rig.table.save("a b c");
    var commands = new AtomicInteger();
    rig.haproxy
        .model()
        .afterEachCommand(
            () -> {
              if (commands.incrementAndGet() == 2) {
                rig.haproxy.model().restart();
              }
            });
    poll(1);

    assertThat(samples("hsdo_haproxy_restarts_total"))
        .containsExactly("hsdo_haproxy_restarts_total 1.0");
    assertThat(samples("hsdo_reconcile_seconds_count"))
        .containsExactly("hsdo_reconcile_seconds_count 2");
  }

  @Test
  void everyPassIsTimed() throws Exception {
    rig.table.save("a b c");
    poll(3);

    assertThat(samples("hsdo_reconcile_seconds_count"))
        .containsExactly("hsdo_reconcile_seconds_count 3");
  }

  @Test
  void propagationIsTheTimeFromTheChangeToThePollThatCarriedItOut() throws Exception {
    rig.table.save(DrawnList.slots("a b c"), rig.clock.instant());
    poll(2);
    assertThat(samples("hsdo_propagation_seconds_count"))
        .containsExactly("hsdo_propagation_seconds_count 0");

    rig.table.save(DrawnList.slots("a b:3 c"), rig.clock.instant());
    rig.clock.advance(Duration.ofMillis(700));
    poll(1);
    rig.clock.advance(Duration.ofSeconds(1));
    poll(2);

    assertThat(samples("hsdo_propagation_seconds_count"))
        .containsExactly("hsdo_propagation_seconds_count 1");
    assertThat(samples("hsdo_propagation_seconds_sum"))
        .containsExactly("hsdo_propagation_seconds_sum 0.7");
  }

  @Test
  void propagationEndsWithTheLastPollThatHadSomethingToDo() throws Exception {
    try (Rig late = new Rig(Dialect.V3_0)) {
      late.table.save("a b c");
      late.poll();
      late.clock.advance(Duration.ofSeconds(1));
      late.poll();
      late.poll();
      late.haproxy.model().delayAddresses(Duration.ofMillis(500));

      late.table.save(DrawnList.slots("a b d"), late.clock.instant());
      for (int i = 0; i < 5; i++) {
        late.poll();
        late.clock.advance(Duration.ofSeconds(1));
      }

      assertThat(scrape(late)).contains("\nhsdo_propagation_seconds_sum 1.0\n");
    }
  }

  @Test
  void agentsOfOneTableHaveOneListHashAndHaproxiesOneBackendHash() throws Exception {
    try (Rig other = new Rig(Dialect.V3_2)) {
      rig.table.save("a b:3 -");
      poll(2);
      other.table.save("- b:3 c");
      other.poll();
      other.table.save("a b:3 -");
      other.poll();
      other.clock.advance(Duration.ofSeconds(1));
      other.poll();
      other.poll();

      assertThat(lines(scrape(other), "hsdo_list_hash")).isEqualTo(samples("hsdo_list_hash"));
      assertThat(lines(scrape(other), "hsdo_backend_hash"))
          .hasSize(1)
          .isEqualTo(samples("hsdo_backend_hash"));

      List<String> before = samples("hsdo_backend_hash");
      rig.meddle("set server web/web1 weight 7");
      poll(1);
      assertThat(samples("hsdo_backend_hash")).isNotEqualTo(before);
      rig.table.save("a b:4 -");
      poll(1);
      assertThat(lines(scrape(other), "hsdo_list_hash")).isNotEqualTo(samples("hsdo_list_hash"));
    }
  }

  /** Two releases side by side would disagree if one of them had others. */
  @Test
  void hashesAreTheSameInEachRelease() throws Exception {
    rig.table.save("a:3 (b) -");
    poll(2);

    assertThat(samples("hsdo_list_hash")).containsExactly("hsdo_list_hash 1.683002774735133E15");
    assertThat(samples("hsdo_backend_hash"))
        .containsExactly("hsdo_backend_hash{backend=\"web\"} 2.766984606383786E15");
  }

  @Test
  void listHashDoesNotDependOnWhyAMemberDrains() throws Exception {
    rig.table.save("a (b) c");
    poll(1);
    List<String> before = samples("hsdo_list_hash");

    rig.table.write(2, "Reason", "of-a-later-release");
    rig.clock.advance(Duration.ofMinutes(5));
    poll(1);

    assertThat(rig.log.take()).anyMatch(line -> line.contains("draining, unspecified"));
    assertThat(samples("hsdo_list_hash")).isEqualTo(before);
  }

  @Test
  void rejectedRowsAreCounted() throws Exception {
    rig.table.save("a b c");
    rig.table.write(2, "IPAddress", "nowhere");
    poll(1);

    assertThat(samples("hsdo_rejected_rows")).containsExactly("hsdo_rejected_rows 1.0");
  }

  @Test
  void buildIsTold() {
    assertThat(samples("hsdo_build_info"))
        .containsExactly("hsdo_build_info{version=\"" + Build.version() + "\"} 1");
  }

  @Test
  void promtoolFindsNothingToImprove() throws Exception {
    rig.table.save("a:3 (b) -");
    poll(2);

    assertThat(Promtool.check(scrape())).isEmpty();
  }

  private void poll(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      rig.poll();
    }
  }

  private List<String> samples(String name) {
    return lines(scrape(), name);
  }

  private static List<String> lines(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .toList();
  }

  private String scrape() {
    return scrape(rig);
  }

  static String scrape(Rig rig) {
    return scrape(rig, Optional.empty()).body();
  }

  private static HttpReply scrape(Rig rig, Optional<String> accept) {
    return rig.monitoring.site().reply(new Request("/metrics", Optional.empty(), accept));
  }
}
