package io.hsdo.local.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameters;
import io.hsdo.consul.ConsulFleet;
import io.hsdo.consul.ConsulSettings;
import io.hsdo.fleet.FleetException;
import io.hsdo.local.consul.Registrar.Registration;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.SlotList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Consul that asks for a token and has a certificate of its own CA. */
@RequiresConsul
class SecuredConsulTest {
  private static final String MANAGEMENT = "5f7c9d52-0000-4000-8000-5ec7e7c0ffee";
  private static final Registration WEB = Registration.of("web", 1);

  /** The policy that docs/consul.md names. */
  private static final String POLICY =
      "service \"web\" { policy = \"read\" }\nnode_prefix \"\" { policy = \"read\" }";

  @TempDir private static Path folder;
  private static ConsulAgent agent;
  private static Registrar registrar;

  @BeforeAll
  static void start() {
    ConsulAgent.run(folder, "tls", "ca", "create");
    ConsulAgent.run(folder, "tls", "cert", "create", "-server", "-dc", "dc1");
    agent =
        ConsulAgent.start(
            folder,
            Map.of(
                "ca_file", ca().toString(),
                "cert_file", folder.resolve("dc1-server-consul-0.pem").toString(),
                "key_file", folder.resolve("dc1-server-consul-0-key.pem").toString(),
                "acl",
                    Map.of(
                        "enabled",
                        true,
                        "default_policy",
                        "deny",
                        "tokens",
                        Map.of("master", MANAGEMENT))));
    registrar = new Registrar(agent.url(), Optional.of(MANAGEMENT));
    registrar.register(WEB);
  }

  @AfterAll
  static void stop() {
    registrar.close();
    agent.close();
  }

  private static Path ca() {
    return folder.resolve("consul-agent-ca.pem");
  }

  @Test
  void tokenOfTheDocumentedPolicyAndTheCaAreEnough() throws IOException {
    assertThat(snapshot(agent.tlsUrl(), newToken(POLICY), ca()).stateOf(WEB.memberId()))
        .isEqualTo(new MemberState.Serving());
  }

  @Test
  void tokenThatConsulDoesNotKnowIsNamedWithoutBeingShown() {
    String wrong = "00000000-1111-2222-3333-444444444444";

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> snapshot(agent.tlsUrl(), wrong, ca()))
        .withMessage(
            "Consul at "
                + agent.tlsUrl()
                + " does not tell of service web: status 403 'ACL not found': look at"
                + " SERVER_CONSUL_TOKEN");
  }

  /** Consul answers as if there was no such service: whoever is seated must be held. */
  @Test
  void tokenThatMayNotReadTheServiceDoesNotFindIt() throws IOException {
    FleetSnapshot snapshot =
        snapshot(agent.tlsUrl(), newToken("service \"api\" { policy = \"read\" }"), ca());

    assertThat(snapshot.missing()).containsExactly("web");
  }

  @Test
  void certificateOfAnUnknownCaIsRefused() {
    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(
            () ->
                new ConsulFleet(
                        settings(Map.of("SERVER_CONSUL_API_URL", agent.tlsUrl().toString())))
                    .snapshot(SlotList.empty(1), Set.of()))
        .withMessageStartingWith("Consul at " + agent.tlsUrl() + " does not tell of service web: ")
        .withMessageContaining("CONSUL_CACERT");
  }

  @Test
  void fileWithoutCertificatesIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> snapshot(agent.tlsUrl(), MANAGEMENT, file))
        .withMessageStartingWith(
            "CONSUL_CACERT is '" + file + "': expected a PEM file with the certificates of CAs");
  }

  @Test
  void datacenterThatIsNotThereIsNoEmptyOne() {
    Map<String, String> parameters =
        Map.of(
            "SERVER_CONSUL_API_URL",
            agent.url().toString(),
            "SERVER_CONSUL_TOKEN",
            MANAGEMENT,
            "SERVER_CONSUL_DATACENTER",
            "nowhere");

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(
            () -> new ConsulFleet(settings(parameters)).snapshot(SlotList.empty(1), Set.of()))
        .withMessageContaining("No path to datacenter")
        .withMessageContaining("SERVER_CONSUL_DATACENTER");
  }

  private static FleetSnapshot snapshot(URI url, String token, Path ca) {
    return new ConsulFleet(
            settings(
                Map.of(
                    "SERVER_CONSUL_API_URL",
                    url.toString(),
                    "SERVER_CONSUL_TOKEN",
                    token,
                    "SERVER_CONSUL_DATACENTER",
                    "dc1",
                    "CONSUL_CACERT",
                    ca.toString())))
        .snapshot(SlotList.empty(1), Set.of());
  }

  private static ConsulSettings settings(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("SERVER_CONSUL_SERVICE_NAME", "web");
    return ConsulSettings.of(Parameters.load(all, Optional.empty()));
  }

  private static String newToken(String rules) throws IOException {
    Map<String, Object> policy =
        JSON.std.mapFrom(
            registrar.put(
                "/v1/acl/policy", Map.of("Name", "hsdo-" + System.nanoTime(), "Rules", rules)));
    Map<String, Object> token =
        JSON.std.mapFrom(
            registrar.put(
                "/v1/acl/token", Map.of("Policies", List.of(Map.of("ID", policy.get("ID"))))));
    return String.valueOf(token.get("SecretID"));
  }
}
