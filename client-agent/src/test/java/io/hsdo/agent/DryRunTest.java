package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.slot.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  @Test
  void commandsThatBelongTogetherAreOneLineAndAServerIsReadyLast() {
    var endpoint = new Endpoint(Address.of("10.0.0.2"), 80);
    var server = new DesiredServer.Active(WEB.server(2), endpoint, 10, false);

    assertThat(
            DryRun.lines(
                List.of(
                    new RuntimeCommand.SetMaint(WEB.server(1)),
                    new RuntimeCommand.SetEndpoint(WEB.server(2), endpoint)),
                List.of(new Activation(server, new RuntimeCommand.Introduce(WEB.server(2))))))
        .containsExactly(
            "set server web/web1 state maint",
            "set server web/web2 addr 10.0.0.2 port 80",
            "set server web/web2 state drain;set server web/web2 health down;set server web/web2 state ready");
  }
}
