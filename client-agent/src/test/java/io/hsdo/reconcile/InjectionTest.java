package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.haproxy.FakeHaproxy;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a table or a configuration is data, never a command: it reaches no socket. */
class InjectionTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  private final FakeHaproxy fake =
      FakeHaproxy.start(
          """
          backend web
            server-template web 1-1 127.0.0.2:80 disabled
          """);

  @AfterEach
  void stop() {
    fake.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4; shutdown sessions server web/web1",
        "1.2.3.4;shutdown",
        "1.2.3.4\nset server web/web1 state ready",
        "1.2.3.4\n",
        "1.2.3.4 port 81",
        "1.2.3.4:81",
        "::ffff:1.2.3.4",
        "::FFFF:102:304",
        "0:0:0:0:0:ffff:1.2.3.4",
        "::",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "ff02::1",
        "fe80::1%eth0",
        "[::1]",
        "01.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "0x1.2.3.4",
        "١.2.3.4",
        "localhost",
        "/run/other.sock",
        "none",
        "-",
        "",
      })
  void hostileAddress(String address) {
    assertRefused(() -> serve(address, "i-1", 1, WEB));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536, 70000})
  void hostilePort(int port) {
    assertRefused(
        () -> serve("10.0.1.1", "i-1", 1, new Backend("web", "web", port, Backend.Role.DEFAULT)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 257, 100_000})
  void hostileWeight(int weight) {
    assertRefused(() -> serve("10.0.1.1", "i-1", weight, WEB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "web;quit", "web quit", "web\nquit", "web\n", "web/web", "web\t", "wéb", "#2"})
  void hostileNames(String name) {
    assertRefused(
        () -> serve("10.0.1.1", "i-1", 1, new Backend(name, "web", 80, Backend.Role.DEFAULT)));
    assertRefused(
        () -> serve("10.0.1.1", "i-1", 1, new Backend("web", name, 80, Backend.Role.DEFAULT)));
  }

  @Test
  void whatMembersAreCalledIsNeverSaid() {
    serve("10.0.1.1", "i-1; shutdown sessions server web/web1", 1, WEB);

    assertThat(fake.takeLines())
        .containsExactly(
            "show info;show servers state web",
            "set severity-output number;show info;set server web/web1 addr 10.0.1.1 port 80");
  }

  private void assertRefused(Runnable serving) {
    assertThatThrownBy(serving::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is refused");
    assertThat(fake.takeLines()).isEmpty();
  }

  /** All the way from a row's values to the socket. */
  private void serve(String address, String id, int weight, Backend backend) {
    var member = new Member(id, Address.of(address), "a", Optional.empty());
    var slot = new Slot.Serving(1, member, weight, Optional.empty(), Optional.empty());
    var desired = Placement.EVERYWHERE.desired(slot, backend);
    var haproxy = new Haproxy(new UnixSocketRuntimeApi(fake.socketPath().toString()));
    var observed = haproxy.read(List.of(backend));
    var reconciliation = Reconciler.reconcile(List.of(desired), observed.servers(), false);
    haproxy.write(reconciliation.commands(), observed.info().process());
  }
}
