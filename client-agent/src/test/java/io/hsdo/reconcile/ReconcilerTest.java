package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.reconcile.Reconciliation.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilerTest {
  private static final String NOTHING = "";

  private Map<ServerRef, ObservedServer> there = new HashMap<>();
  private final List<DesiredServer> wanted = new ArrayList<>();
  private boolean strangersServe;

  // Nothing to do

  @Test
  void whatIsAsItShouldBeIsLeftAlone() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1  80       100         4               2            6
        web2       10.0.1.2  80       0           12              2            6
        web3       127.0.0.2 80       1           5               0            14
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 100 ready
        web2 10.0.1.2 80 weight 0   drain
        web3 maint
        """);

    says(NOTHING);
  }

  @ParameterizedTest(name = "srv_admin_state {0} is {1}")
  @CsvSource({"0, ready", "4, ready", "8, drain", "12, drain", "1, maint", "5, maint"})
  void configuredMaintIsOnlyHistory(int bits, String state) {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         %d              2            6
        """
            .formatted(bits));
    wanted(state.equals("maint") ? "web1 maint" : "web1 10.0.1.1 80 weight 100 " + state);

    says(NOTHING);
  }

  @Test
  void downIsNotOurs() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               0            6
        """);
    wanted("web1 10.0.1.1 80 weight 100 ready");

    says(NOTHING);
  }

  @Test
  void addressAndWeightOfAServerInMaintDoNotMatter() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         5               0            14
        """);
    wanted("web1 maint");

    says(NOTHING);
  }

  @Test
  void serverThatNothingIsWantedOfIsLeftAlone() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        """);

    says(NOTHING);
  }

  @Test
  void addressesAreTheSameHoweverTheyAreWritten() {
    there(
        """
        # srv_name srv_addr    srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       2001:db8::1 80       100         4               2            6
        """);
    wanted("web1 2001:DB8:0:0::0001 80 weight 100 ready");

    says(NOTHING);
  }

  // Weights and states

  @Test
  void weightAlone() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       1           4               2            6
        """);
    wanted("web1 10.0.1.1 80 weight 2 ready");

    says(
        """
        set server web/web1 weight 2
        """);
  }

  @Test
  void memberThatLeavesGoesToMaint() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        web2       10.0.1.2 80       0           12              2            6
        """);
    wanted(
        """
        web1 maint
        web2 maint
        """);

    says(
        """
        set server web/web1 state maint
        set server web/web2 state maint
        """);
  }

  @Test
  void memberThatDrainsLosesItsWeightToo() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        """);
    wanted("web1 10.0.1.1 80 weight 0 drain");

    says(
        """
        set server web/web1 state drain
        set server web/web1 weight 0
        """);
  }

  @Test
  void memberThatReturnsFromStandbyIsNoNewcomer() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       0           12              2            6
        web2       10.0.1.2 80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 10  ready
        web2 10.0.1.2 80 weight 100 ready
        """);

    says(
        """
        set server web/web1 weight 10
        set server web/web1 state ready
        """);
  }

  // Endpoints

  @Test
  void newcomerIsDownUntilItsChecksAreGood() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            14
        web2       10.0.1.2  80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.1 8080 weight 10  ready
        web2 10.0.1.2 80   weight 100 ready
        """);

    says(
        """
        set server web/web1 addr 10.0.1.1 port 8080
        set server web/web1 weight 10
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  /** As where a group takes over from servers that are listed in the configuration. */
  @Test
  void newcomerIsDownUntilItsChecksAreGoodWhileServersServeThatAreNotManaged() {
    strangersServe = true;
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            14
        """);
    wanted("web1 10.0.1.1 80 weight 1 ready");

    says(
        """
        set server web/web1 addr 10.0.1.1 port 80
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  @Test
  void newcomerThatNobodyChecksWouldStayDownForEver() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            8
        web2       10.0.1.2  80       100         4               2            0
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 10  ready
        web2 10.0.1.2 80 weight 100 ready
        """);

    says(
        """
        set server web/web1 addr 10.0.1.1 port 80
        set server web/web1 weight 10
        -- read back
        set server web/web1 state ready
        """);
  }

  @Test
  void restartedHaproxyIsFilledWithoutDelay() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            14
        web2       127.0.0.2 80       1           5               0            14
        web3       127.0.0.2 80       1           5               0            14
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 100 ready
        web2 10.0.1.2 80 weight 0   drain
        web3 maint
        """);

    says(
        """
        set server web/web1 addr 10.0.1.1 port 80
        set server web/web1 weight 100
        set server web/web2 addr 10.0.1.2 port 80
        set server web/web2 weight 0
        -- read back
        set server web/web1 state ready
        set server web/web2 state drain
        """);
  }

  @Test
  void slotThatChangesHandsIsInMaintMeanwhile() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        web2       10.0.1.2 80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.9 80 weight 100 ready
        web2 10.0.1.2 80 weight 100 ready
        """);

    says(
        """
        set server web/web1 state maint
        set server web/web1 addr 10.0.1.9 port 80
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  @Test
  void backendThatChangesHandsAltogetherDoesNotWaitForChecks() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        web2       10.0.1.2 80       100         4               2            6
        web3       10.0.1.3 80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.9 80 weight 100 ready
        web2 maint
        web3 10.0.1.3 80 weight 0 drain
        """);

    says(
        """
        set server web/web2 state maint
        set server web/web3 state drain
        set server web/web3 weight 0
        set server web/web1 state maint
        set server web/web1 addr 10.0.1.9 port 80
        -- read back
        set server web/web1 state ready
        """);
  }

  @Test
  void serverThatNothingIsWantedOfGoesOnServing() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            14
        web2       10.0.1.2  80       100         4               2            6
        """);
    wanted("web1 10.0.1.1 80 weight 1 ready");

    says(
        """
        set server web/web1 addr 10.0.1.1 port 80
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  @Test
  void anotherPortIsAnotherEndpoint() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        """);
    wanted("web1 10.0.1.1 8080 weight 100 ready");

    says(
        """
        set server web/web1 state maint
        set server web/web1 addr 10.0.1.1 port 8080
        -- read back
        set server web/web1 state ready
        """);
  }

  @ParameterizedTest
  @CsvSource({"::ffff:10.0.1.1", "0.0.0.0"})
  void addressOfNoMemberIsReplaced(String address) {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       %s       80       100         4               2            6
        """
            .formatted(address));
    wanted("web1 10.0.1.1 80 weight 100 ready");

    says(
        """
        set server web/web1 state maint
        set server web/web1 addr 10.0.1.1 port 80
        -- read back
        set server web/web1 state ready
        """);
  }

  @Test
  void endpointThatCameTooLateForTheLastPassIsActivatedInThisOne() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       10          5               0            14
        web2       10.0.1.2 80       0           5               0            14
        web3       10.0.1.3 80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 10  ready
        web2 10.0.1.2 80 weight 0   drain
        web3 10.0.1.3 80 weight 100 ready
        """);

    says(
        """
        set server web/web2 state drain
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  @Test
  void addressIsGivenUpBeforeAnotherServerGetsIt() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       100         5               0            14
        web2       10.0.1.2  80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.2 80 weight 100 ready
        web2 maint
        """);

    says(
        """
        set server web/web2 state maint
        set server web/web1 addr 10.0.1.2 port 80
        -- read back
        set server web/web1 state ready
        """);
  }

  @Test
  void everythingAtOnceIsSaidInOneOrder() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1  80       100         4               2            6
        web2       10.0.1.2  80       0           12              2            6
        web3       10.0.1.3  80       100         4               2            6
        web4       10.0.1.4  80       100         4               2            6
        web5       10.0.1.5  80       100         4               2            6
        web6       127.0.0.2 80       1           5               0            14
        """);
    wanted(
        """
        web1 10.0.1.9 80 weight 1   ready
        web2 10.0.1.2 80 weight 1   ready
        web3 10.0.1.3 80 weight 101 ready
        web4 10.0.1.4 80 weight 0   drain
        web5 maint
        web6 10.0.1.6 80 weight 1   ready
        """);

    says(
        """
        set server web/web5 state maint
        set server web/web4 state drain
        set server web/web2 weight 1
        set server web/web3 weight 101
        set server web/web4 weight 0
        set server web/web2 state ready
        set server web/web1 state maint
        set server web/web1 addr 10.0.1.9 port 80
        set server web/web1 weight 1
        set server web/web6 addr 10.0.1.6 port 80
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        set server web/web6 state drain;set server web/web6 health down;set server web/web6 state ready
        """);
  }

  /** All local members had left, and the fallback serves: it does so until a check is good. */
  @Test
  void newcomerToAnEmptyBackendWaitsForItsChecksWhileAnotherBackendServes() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       100         5               0            14
        """);
    there.putAll(
        Transcript.there(
            "far",
            """
            # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
            far2       10.0.1.2  80       100         4               2            6
            """));
    wanted("web1 10.0.1.1 80 weight 100 ready");
    wanted.addAll(Transcript.wanted("far", "far2 10.0.1.2 80 weight 100 ready"));

    says(
        """
        set server web/web1 addr 10.0.1.1 port 80
        -- read back
        set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
        """);
  }

  @Test
  void serversOfWeightNoneServeInNobodysPlace() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       100         5               0            14
        web2       10.0.1.2  80       0           4               2            6
        web3       10.0.1.3  80       100         4               2            6
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 100 ready
        web2 10.0.1.2 80 weight 0   ready
        web3 10.0.1.3 80 weight 0   ready
        """);

    says(
        """
        set server web/web3 weight 0
        set server web/web1 addr 10.0.1.1 port 80
        -- read back
        set server web/web1 state ready
        """);
  }

  // What HAProxy puts into a consistent hash

  @Test
  void hashedAreNewWeightsOfReadyServersAndAllOfThoseThatBecomeReady() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1 80       100         4               2            6
        web2       10.0.1.2 80       100         4               2            6
        web3       10.0.1.3 80       100         1               0            6
        web4       10.0.1.4 80       0           8               2            6
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 104 ready
        web2 10.0.1.2 80 weight 10  ready
        web3 10.0.1.9 80 weight 256 ready
        web4 10.0.1.4 80 weight 7   ready
        """);

    var reconciliation = Reconciler.reconcile(wanted, there, false);

    assertThat(
            Stream.concat(
                    reconciliation.commands().stream(),
                    reconciliation.activations().stream().map(Activation::command))
                .filter(command -> command.hashedWeight() > 0)
                .collect(
                    Collectors.toMap(
                        command -> String.join(";", command.text()), RuntimeCommand::hashedWeight)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("set server web/web1 weight 104", 4, "set server web/web4 state ready", 7));
  }

  // What cannot be done

  @Test
  void serverThatHaproxyLacksIsMissing() {
    there("# srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state");
    wanted(
        """
        web1 10.0.1.1 80 weight 100 ready
        web2 maint
        """);

    var reconciliation = says(NOTHING);

    assertThat(reconciliation.missing())
        .containsExactly(new ServerRef("web", "web1"), new ServerRef("web", "web2"));
  }

  @ParameterizedTest(name = "srv_admin_state {0}")
  @CsvSource({
    "2,  10.0.1.1", // tracks a server in maint
    "16, 10.0.1.1", // tracks a server that drains
    "36, -", // waits for its name to be resolved
    "37, -",
  })
  void serverThatFollowsSomethingElseIsReportedAndLeftAlone(int bits, String address) {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       %s       80       1           %d              0            0
        """
            .formatted(address, bits));
    wanted("web1 10.0.1.1 80 weight 100 ready");

    var reconciliation = says(NOTHING);

    assertThat(reconciliation.unreachable()).containsExactly(new ServerRef("web", "web1"));
  }

  @Test
  void serverThatFollowsSomethingElseIntoMaintMayStayThere() {
    there(
        """
        # srv_name srv_addr srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       -        80       1           37              0            8
        """);
    wanted("web1 maint");

    assertThat(says(NOTHING).unreachable()).isEmpty();
  }

  // Reading back

  @Test
  void onlyEndpointsThatWereReadBackAreActivated() {
    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       127.0.0.2 80       1           5               0            14
        web2       127.0.0.2 80       1           5               0            14
        web3       127.0.0.2 80       1           5               0            14
        """);
    wanted(
        """
        web1 10.0.1.1 80 weight 1 ready
        web2 10.0.1.2 80 weight 1 ready
        web3 10.0.1.3 80 weight 1 ready
        """);
    var activations = Reconciler.reconcile(wanted, there, false).activations();

    there(
        """
        # srv_name srv_addr  srv_port srv_uweight srv_admin_state srv_op_state srv_check_state
        web1       10.0.1.1  80       1           5               0            14
        web2       127.0.0.2 80       1           5               0            14
        """);

    assertThat(activations)
        .filteredOn(activation -> activation.isConfirmedBy(there))
        .extracting(activation -> activation.server().ref().server())
        .containsExactly("web1");
  }

  private void there(String state) {
    there = new HashMap<>(Transcript.there("web", state));
  }

  private void wanted(String servers) {
    wanted.addAll(Transcript.wanted("web", servers));
  }

  private Reconciliation says(String lines) {
    var reconciliation = Reconciler.reconcile(wanted, there, strangersServe);
    assertThat(Transcript.of(reconciliation)).isEqualTo(lines);
    return reconciliation;
  }
}
