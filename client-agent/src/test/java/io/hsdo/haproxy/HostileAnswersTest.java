package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.hostile.Hostile;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.Reconciler;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.slot.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever answers on HAProxy's socket, it is understood or refused by the one exception there is;
 * and what is made of it are commands of ours for servers of ours.
 */
class HostileAnswersTest {
  private static final int TRIALS = 1_000;
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  /** All that may ever be said to HAProxy to change a server. */
  private static final Pattern OURS =
      Pattern.compile(
          "set server web/web[1-4] "
              + "(state (ready|drain|maint)|health down|weight [0-9]{1,3}"
              + "|addr 10\\.0\\.0\\.[1-4] port 80)");

  private static final String INFO =
      """
      Name: HAProxy
      Version: 2.6.12-1+deb12u4
      Pid: 6214
      Uptime_sec: 214
      Start_time_sec: 1767225600
      Stopping: 0
      """;

  private static final String STATE =
      """
      1
      # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight \
      srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state \
      srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl \
      srv_check_port srv_check_addr srv_agent_addr srv_agent_port
      3 web 1 web1 127.0.0.2 0 5 1 1 0 1 0 0 14 0 0 0 - 80 - 0 0 - - 0
      3 web 2 web2 10.0.0.2 2 4 10 1 0 1 0 0 14 0 0 0 - 80 - 0 0 - - 0
      3 web 3 web3 10.0.0.9 2 0 10 1 0 1 0 0 14 0 0 0 - 80 - 0 0 - - 0
      3 web 4 static1 10.9.9.9 2 0 10 1 0 1 0 0 14 0 0 0 - 80 - 0 0 - - 0
      3 web 5 web4 2001:db8::5 2 12 0 1 0 1 0 0 8 0 0 0 slot.invalid 80 - 0 0 - - 0
      """;

  private static final String STAT =
      """
      # pxname,svname,status,weight,tracked,algo,last_chk,
      web,web1,MAINT,1,,,,
      web,web2,UP,10,web/static1,,"Connection refused, twice",
      web,BACKEND,UP,10,,uri,,
      """;

  private static final String SOCKETS =
      """
      # socket lvl processes
      unix@/run/haproxy/admin.sock admin all
      ipv4@127.0.0.1:9999 operator all
      sockpair@4 admin all
      """;

  private static final String REPLIES =
      """


      [3]: No such server.

      [4]: IP changed from '127.0.0.2' to '10.0.0.1' by 'stats socket command'

      """;

  static LongStream seeds() {
    return Hostile.seeds(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsReadOnlyOurCommandsForOurServersFollow(long seed) {
    Hostile hostile = new Hostile(seed);
    int understood = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      String answer = damaged(hostile, INFO + "\n" + STATE + "\n");

      Optional<HaproxySnapshot> snapshot =
          understood(() -> new Haproxy(line -> answer).read(List.of(WEB)));

      if (snapshot.isPresent()) {
        understood++;
        assertOnlyOurs(snapshot.get());
      }
    }
    assertThat(understood).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostileRowChangesNoOtherUnlessAllAreRefused(long seed) {
    Hostile hostile = new Hostile(seed);
    int understood = 0;
    List<ObservedServer> before = servers(STATE, List.of());
    for (int trial = 0; trial < TRIALS; trial++) {
      List<String> lines = new ArrayList<>(STATE.lines().toList());
      int bad = 2 + hostile.number(lines.size() - 2);
      lines.set(bad, hostile.damaged(lines.get(bad)));
      String state = String.join("\n", lines) + "\n";
      if (state.contains("\n\n") || repeatsAName(state)) {
        continue;
      }

      var read = understood(() -> servers(state, List.of()));
      var again = understood(() -> servers(state, before));

      assertThat(again).as(state).isEqualTo(read);
      if (read.isPresent()) {
        understood++;
        lines.remove(bad);
        String others = String.join("\n", lines);
        assertThat(read.get()).as(state).containsAll(servers(others, List.of()));
      }
    }
    assertThat(understood).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsAnsweredToChangesIsAReportOrRefused(long seed) {
    Hostile hostile = new Hostile(seed);
    List<RuntimeCommand> changes =
        List.of(
            new RuntimeCommand.SetWeight(WEB.server(9), 1),
            new RuntimeCommand.SetMaint(WEB.server(1)),
            new RuntimeCommand.SetEndpoint(
                WEB.server(1), new Endpoint(Address.of("10.0.0.1"), 80)));
    for (int trial = 0; trial < TRIALS; trial++) {
      String answer = damaged(hostile, "\n" + INFO + REPLIES);
      List<String> said = new ArrayList<>();

      understood(
              () ->
                  new Haproxy(
                          line -> {
                            said.add(line);
                            return answer;
                          })
                      .write(changes, new HaproxyProcess(6214, 1767225600)))
          .ifPresent(report -> assertThat(report.failures()).hasSizeLessThanOrEqualTo(3));

      assertThat(said)
          .containsExactly(
              "set severity-output number;show info;set server web/web9 weight 1;set server"
                  + " web/web1 state maint;set server web/web1 addr 10.0.0.1 port 80");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverCheckIsAnsweredItIsUnderstoodOrRefused(long seed) {
    Hostile hostile = new Hostile(seed);
    Set<Class<?>> understood = new HashSet<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      String stat = damaged(hostile, STAT + "\n");
      String state = damaged(hostile, STATE + "\n");
      RuntimeApi api = line -> line.startsWith("show stat") ? stat : state;
      String level = damaged(hostile, "admin\n\n");
      String sockets = damaged(hostile, SOCKETS + "\n");

      count(understood, understood(() -> new Haproxy(api).details(WEB)));
      count(understood, understood(() -> new Haproxy(line -> level).cliLevel()));
      count(understood, understood(() -> new Haproxy(line -> sockets).sockets()));
      count(understood, HaproxyRelease.of(hostile.damaged("2.6.12-1+deb12u4")));
    }
    assertThat(understood).hasSize(4);
  }

  private static void count(Set<Class<?>> understood, Optional<?> answer) {
    answer.ifPresent(value -> understood.add(value.getClass()));
  }

  private static String damaged(Hostile hostile, String text) {
    String damaged = text;
    for (int i = hostile.number(3); i >= 0; i--) {
      damaged = hostile.damaged(damaged);
    }
    return damaged;
  }

  /** Empty if it was refused; anything else that is thrown fails the test. */
  private static <T> Optional<T> understood(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (RuntimeApiException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  private static boolean repeatsAName(String state) {
    Set<String> names = new HashSet<>();
    return state.lines().skip(2).anyMatch(line -> !names.add(nameIn(line)));
  }

  private static String nameIn(String line) {
    String[] fields = line.split(" ", 5);
    return fields.length < 4 ? "" : fields[3];
  }

  private static void assertOnlyOurs(HaproxySnapshot snapshot) {
    List<DesiredServer> desired = new ArrayList<>();
    desired.add(new DesiredServer.Maint(WEB.server(4)));
    for (int number = 1; number <= 3; number++) {
      var endpoint = new Endpoint(Address.of("10.0.0." + number), WEB.serverPort());
      desired.add(new DesiredServer.Active(WEB.server(number), endpoint, 10, number == 3));
    }

    Reconciliation reconciliation = Reconciler.reconcile(desired, snapshot.servers(), false);

    List<RuntimeCommand> commands = new ArrayList<>(reconciliation.commands());
    reconciliation.activations().forEach(activation -> commands.add(activation.command()));
    assertThat(commands).flatExtracting(RuntimeCommand::text).allMatch(OURS.asMatchPredicate());
  }

  private static List<ObservedServer> servers(String state, List<ObservedServer> before) {
    var told = new ServersState.Told(before, false);
    return ServersState.read(WEB, new Block(state, 0, state.length()), told).managed();
  }
}
