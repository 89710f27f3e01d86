package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.haproxy.ServersState.Told;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServersStateTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  private static final String COLUMNS =
      "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight"
          + " srv_time_since_last_change srv_check_status srv_check_result srv_check_health"
          + " srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port"
          + " srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n";

  @Test
  void rowBecomesAServer() {
    var servers =
        read("1\n" + COLUMNS + "3 web 7 web7 10.0.1.4 2 4 55 1 0 1 0 2 6 0 0 0 - 8080 - 0 0 - - 0");

    assertThat(servers)
        .containsExactly(
            new ObservedServer(
                WEB.server(7), Optional.of(Address.of("10.0.1.4")), 8080, 55, 2, 4, 6));
    assertThat(servers).allMatch(server -> server.state() == AdminState.READY);
  }

  @Test
  void columnsAreFoundByNameWhateverStandsBetweenThem() {
    var servers =
        read(
            """
            1
            # srv_port new srv_check_state srv_uweight srv_admin_state srv_op_state srv_addr srv_name x
            8080 what 14 55 5 0 2001:db8::1 web7 ever
            """);

    assertThat(servers)
        .containsExactly(
            new ObservedServer(
                WEB.server(7), Optional.of(Address.of("2001:db8::1")), 8080, 55, 0, 5, 14));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::ffff:10.0.1.4"})
  void addressThatNoMemberCanHaveIsReadAllTheSame(String address) {
    var servers = read("1\n" + COLUMNS + row("web1", address, "80"));

    assertThat(servers)
        .singleElement()
        .satisfies(server -> assertThat(server.address()).contains(Address.literal(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "unix"})
  void whatIsNoAddressIsNone(String address) {
    var servers = read("1\n" + COLUMNS + row("web1", address, "80"));

    assertThat(servers).hasSize(1);
    assertThat(servers).allMatch(server -> server.address().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "web0", "web01", "web1a", "Web1", "static1", "web1234567890"})
  void otherServersAreLeftOut(String name) {
    assertThat(read("1\n" + COLUMNS + row(name, "10.0.1.4", "80"))).isEmpty();
  }

  @Test
  void backendWithoutServersHasNone() {
    assertThat(read("1\n" + COLUMNS)).isEmpty();
    assertThat(read("1\n" + COLUMNS.stripTrailing())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2\n# srv_name\nweb1",
        "10\n# srv_name\nweb1",
        "Unknown command, but maybe one of the following ones is a better match:",
        "1\nsrv_name srv_addr\nweb1 10.0.0.1",
        "1\n# srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_port\n",
      })
  void otherFormatsAreRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE))
        .hasMessageContaining("'show servers state web'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 web 2 web2",
        "3 web 2 web2 10.0.1.4 2 4 55 1 0 1 0 2 6 0 0 0 -",
        "3 web 2 web2 10.0.1.4 2 4 55 1 0 1 0 2 6 0 0 0 - eighty - 0 0 - - 0",
        "3 web 2 web2 10.0.1.4 2 4  55 1 0 1 0 2 6 0 0 0 - 80 - 0 0 - - 0",
        "3 web 2 web2; 10.0.1.4 2 4 55 1 0 1 0 2 6 0 0 0 - 80 - 0 0 - - 0",
      })
  void unreadableRowIsNamed(String row) {
    String text = "1\n" + COLUMNS + row("web1", "10.0.1.3", "80") + "\n" + row;

    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE))
        .hasMessageContaining("reading '" + row + "' of 'show servers state web'");
  }

  @Test
  void serverThatHasNotChangedIsTheSameObject() {
    String first = row("web1", "10.0.1.1", "80");
    String moved = row("web2", "10.0.1.2", "80");
    String last = row("web3", "10.0.1.3", "80");
    var before = read("1\n" + COLUMNS + String.join("\n", first, moved, last));

    String now = row("web2", "10.0.1.22", "80");
    var after = read("1\n" + COLUMNS + String.join("\n", first, now, last), before);

    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).isEqualTo(read("1\n" + COLUMNS + now).get(0));
    assertThat(after.get(2)).isSameAs(before.get(2));
  }

  @Test
  void answerWithoutNewsIsTheOneBefore() {
    String text = "1\n" + COLUMNS + rows(new String[] {"web1", "web2"}, "10.0.1.1");
    var before = read(text);

    assertThat(read(text.replace(" 0 1 0 2 6", " 9 15 3 4 6"), before)).isSameAs(before);
  }

  /** A HAProxy that was started again may have other servers, and in another order. */
  @ParameterizedTest
  @ValueSource(strings = {"", "web1", "web2 web1", "web3 web2", "web1 web9 web2", "web1 web1"})
  void whatAnAnswerSaysDoesNotDependOnTheOneBefore(String names) {
    String text = "1\n" + COLUMNS + rows(names.split(" "), "10.0.1.9");

    for (String earlier : List.of("web1 web2 web3", "web2", "web9 web1")) {
      var before = read("1\n" + COLUMNS + rows(earlier.split(" "), "10.0.1.1"));

      assertThat(read(text, before)).as(earlier).isEqualTo(read(text));
    }
  }

  @ParameterizedTest(name = "state {0}, admin {1}, weight {2}: {3}")
  @CsvSource({
    "2, 0, 1, true",
    "0, 0, 1, false",
    "2, 1, 1, false",
    "2, 8, 1, false",
    "2, 0, 0, false"
  })
  void serverThatIsNotManagedTakesTrafficOrDoesNot(
      int state, int admin, int weight, boolean serves) {
    String stranger =
        "3 web 9 legacy 10.0.9.9 %d %d %d 1 0 1 0 2 6 0 0 0 - 80 - 0 0 - - 0"
            .formatted(state, admin, weight);
    String text = "1\n" + COLUMNS + row("web1", "10.0.1.1", "80") + "\n" + stranger;

    Told told = told(text, Told.NOTHING);

    assertThat(told.strangersServe()).isEqualTo(serves);
    assertThat(told.managed()).hasSize(1);
    assertThat(told(text, told).isNewsAfter(told)).isFalse();
    assertThat(told.isNewsAfter(new Told(told.managed(), !serves))).isTrue();
  }

  private static String rows(String[] names, String address) {
    return Stream.of(names)
        .filter(name -> !name.isEmpty())
        .map(name -> row(name, address, "80") + "\n")
        .collect(Collectors.joining());
  }

  private static String row(String name, String address, String port) {
    return "3 web 1 %s %s 2 4 55 1 0 1 0 2 6 0 0 0 - %s - 0 0 - - 0".formatted(name, address, port);
  }

  private static List<ObservedServer> read(String text) {
    return read(text, List.of());
  }

  private static List<ObservedServer> read(String text, List<ObservedServer> before) {
    return told(text, new Told(before, false)).managed();
  }

  private static Told told(String text, Told before) {
    String reply = "Name: HAProxy\n\n" + text + "\n\n1\n# srv_name";
    int start = reply.indexOf(text);
    return ServersState.read(WEB, new Block(reply, start, start + text.length()), before);
  }
}
