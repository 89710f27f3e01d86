package io.hsdo.local.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.consul.ConsulFleet;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.SlotList;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresConsul
class RealConsulTest extends ConsulContract {
  private static final MemberState SERVING = new MemberState.Serving();
  private static final MemberState ADVISED = new MemberState.Draining(DrainReason.UNHEALTHY, false);

  @TempDir private static Path folder;
  private static ConsulAgent agent;

  @BeforeAll
  static void start() {
    agent = ConsulAgent.start(folder);
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @Override
  protected URI url() {
    return agent.url();
  }

  /** As the agent itself does it, which the stand-in only imitates. */
  @Test
  void maintenanceThatAnAgentIsToldDrainsAndEnds() {
    try (var told = new Registrar(agent.url(), Optional.empty())) {
      told.put("/v1/agent/service/register", Map.of("ID", "own-1", "Name", "own", "Port", 80));
      assertThat(state()).isEqualTo(SERVING);

      told.put("/v1/agent/service/maintenance/own-1?enable=true", Map.of());
      assertThat(state()).isEqualTo(ADVISED);
      told.put("/v1/agent/service/maintenance/own-1?enable=false", Map.of());
      assertThat(state()).isEqualTo(SERVING);

      told.put("/v1/agent/maintenance?enable=true", Map.of());
      assertThat(state()).isEqualTo(ADVISED);
      told.put("/v1/agent/maintenance?enable=false", Map.of());
      assertThat(state()).isEqualTo(SERVING);

      told.put("/v1/agent/service/deregister/own-1", Map.of());
      assertThat(snapshot().found()).isEmpty();
    }
  }

  private static MemberState state() {
    return snapshot().stateOf("server/own-1");
  }

  private static FleetSnapshot snapshot() {
    return new ConsulFleet(settings(agent.url(), "own")).snapshot(SlotList.empty(1), Set.of());
  }
}
