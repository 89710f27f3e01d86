package io.hsdo.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.Program;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.reconcile.AdminState;
import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stop buttons of docs/messages.md, pressed and undone with its own commands. */
@RequiresHaproxy
class StopButtonsTest {
  private static final Document PAGE = new Document("messages.md");
  private static final String GROUP = "web";

  private final LocalService service =
      LocalService.start(
          new ServiceSettings(
              4,
              Duration.ofMillis(200),
              Duration.ofMinutes(1),
              new Ramp(10, 10, 1, Duration.ofSeconds(1)),
              Duration.ofMillis(200),
              Timings.instant()));
  private Program refresh;
  private Program agent;

  @BeforeEach
  void threeServe() throws Exception {
    service.cloud().createGroup(GROUP, 3, "eu-west-1a");
    refresh = service.startRefresh(GROUP);
    agent = service.startAgent();
    Await.that(() -> not("all serve", state(3) == AdminState.READY && seated() == 3));
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void oneBadMemberDrainsUntilItsRowIsEnabledAgain() throws Exception {
    assumeTrue(isInstalled("aws"), "the AWS command line is not installed");
    List<String> commands = PAGE.commandsBelow("One bad member");

    run(commands.subList(0, 2));
    Await.that(() -> not("it drains", state(3) == AdminState.DRAIN));
    assertThat(state(1)).isEqualTo(AdminState.READY);

    run(commands.subList(2, 4));
    Await.that(() -> not("it serves", state(3) == AdminState.READY));
  }

  @Test
  void oneHaproxyObeysTheOperatorUntilItsAgentStarts() throws Exception {
    assumeTrue(isInstalled("socat"), "socat is not installed");
    List<String> commands = PAGE.commandsBelow("One HAProxy");
    assertThat(commands.get(0)).isEqualTo("systemctl stop hsdo-agent");
    agent.close();

    run(commands.subList(1, 2));
    service.cloud().scale(GROUP, 4);
    Await.that(() -> not("the list goes on", seated() == 4));
    assertThat(state(3)).isEqualTo(AdminState.MAINT);
    assertThat(state(4)).isEqualTo(AdminState.MAINT);

    assertThat(commands.get(2)).isEqualTo("systemctl start hsdo-agent");
    service.startAgent();
    Await.that(
        () -> not("both serve", state(3) == AdminState.READY && state(4) == AdminState.READY));
  }

  @Test
  void wholeListStandsStillUntilTheRefreshStarts() throws Exception {
    assertThat(PAGE.commandsBelow("The whole list")).containsExactly("systemctl stop hsdo-server");
    refresh.close();

    service.cloud().scale(GROUP, 4);
    Program status = service.startServer(List.of("status"), Map.of(), GROUP);
    assertThat(status.exitStatus(Duration.ofMinutes(1))).isZero();
    assertThat(status.output()).contains("3 serving");
    assertThat(state(3)).isEqualTo(AdminState.READY);

    service.startRefresh(GROUP);
    Await.that(() -> not("the newcomer serves", state(4) == AdminState.READY));
  }

  private void run(List<String> commands) throws Exception {
    for (String command : commands) {
      String ours =
          command
              .replace("shop-slots", LocalService.TABLE)
              .replace("/run/haproxy/admin.sock", service.haproxy().socketPath().toString());
      var shell = new ProcessBuilder("bash", "-c", ours).redirectErrorStream(true);
      shell
          .environment()
          .putAll(
              Map.of(
                  "AWS_ENDPOINT_URL_DYNAMODB", service.dynamoDbEndpoint().toString(),
                  "AWS_REGION", "eu-west-1",
                  "AWS_DEFAULT_REGION", "eu-west-1",
                  "AWS_ACCESS_KEY_ID", "local",
                  "AWS_SECRET_ACCESS_KEY", "local"));
      Process process = shell.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(ours + ": " + output).isZero();
    }
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      return new ProcessBuilder("bash", "-c", "command -v " + program)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private long seated() {
    return service.store().rows(Consistency.STRONG).slots().values().stream()
        .map(Slot::occupant)
        .filter(Optional::isPresent)
        .count();
  }

  private AdminState state(int slot) {
    return service
        .runtimeApi()
        .read(List.of(service.backend()))
        .server(service.backend().server(slot))
        .orElseThrow()
        .state();
  }

  private static Optional<String> not(String what, boolean isSo) {
    return isSo ? Optional.empty() : Optional.of(what);
  }
}
