package io.hsdo.local.bench;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Plan;
import io.hsdo.plan.PlanSettings;
import io.hsdo.plan.Planner;
import io.hsdo.plan.Ramp;
import io.hsdo.plan.Trigger;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.Reconciler;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What each poll and each pass runs while nothing changes, of a list in which every slot serves.
 */
@State(Scope.Benchmark)
public class Functions {
  private static final int PORT = 80;
  private static final int WEIGHT = 10;
  private static final Backend WEB = new Backend("web", "web", PORT, Backend.Role.DEFAULT);
  private static final Ramp RAMP = new Ramp(1, WEIGHT, 1, Duration.ofSeconds(30));
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-03-01T02:13:07Z");

  private static final String INFO =
      """
      Name: HAProxy
      Version: 2.6.12-1
      Uptime_sec: 60
      Pid: 17
      Start_time_sec: 1772331187
      Stopping: 0

      """;

  private static final String STATE =
      """
      1
      # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight \
      srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state \
      srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl \
      srv_check_port srv_check_addr srv_agent_addr srv_agent_port
      """;

  @Param({"10", "100", "1000", "5000"})
  private int slots;

  private final List<Slot> list = new ArrayList<>();
  private final Map<String, FleetMember> fleet = new HashMap<>();
  private final List<DesiredServer> desired = new ArrayList<>();
  private String answer = "";
  private final Haproxy haproxy = new Haproxy(line -> answer);
  private Map<ServerRef, ObservedServer> observed = Map.of();

  /** A list, the fleet that it is right for, and a HAProxy that has it. */
  @Setup
  public void fill() {
    var state = new StringBuilder(INFO).append(STATE);
    for (int number = 1; number <= slots; number++) {
      String id = "i-%017x".formatted(number);
      Address address = Address.of("10.0.%d.%d".formatted(number / 250, 1 + number % 250));
      var member = new Member(id, address, "web", Optional.of("eu-west-1a"));
      list.add(
          new Slot.Serving(number, member, WEIGHT, Optional.of(Instant.EPOCH), Optional.empty()));
      fleet.put(id, FleetMember.of(id, "web", member.zone(), new MemberState.Serving()));
      desired.add(
          new DesiredServer.Active(WEB.server(number), new Endpoint(address, PORT), WEIGHT, false));
      state.append(
          "3 web %d web%d %s 2 4 %d 1 60 6 3 4 6 0 0 0 - %d - 0 0 - - 0\n"
              .formatted(number, number, address, WEIGHT, PORT));
    }
    answer = state.append('\n').toString();
    observed = haproxyAnswer().servers();
  }

  /** The agent: reads HAProxy's answer, which is as it was. */
  @Benchmark
  public HaproxySnapshot haproxyAnswer() {
    return haproxy.read(List.of(WEB));
  }

  /** The agent: compares desired with observed servers. */
  @Benchmark
  public Reconciliation reconcile() {
    return Reconciler.reconcile(desired, observed, false);
  }

  /** The refresh: plans the next list. */
  @Benchmark
  public Plan plan() {
    return Planner.plan(
        new SlotList(list),
        PlanNotes.NONE,
        new FleetSnapshot(fleet, Set.of("web"), Set.of("web")),
        new Trigger.Scheduled(),
        new PlanSettings(slots, RAMP, DRAIN, 20),
        NOW);
  }
}
