package io.hsdo.check;

import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Address;
import io.hsdo.text.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with where the servers of empty slots stand. */
final class PlaceholderFindings {
  private static final String AS_DOCUMENTED = "'slot.invalid:1 init-addr last,127.0.0.2'";

  private final Managed managed;
  private final Facts facts;
  private final Set<Endpoint> answering;

  /**
   * @param answering placeholders at which something answers
   */
  PlaceholderFindings(Managed managed, Facts facts, Set<Endpoint> answering) {
    this.managed = managed;
    this.facts = facts;
    this.answering = answering;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(answered());
    findings.addAll(
        managed.mistake(
            Kind.STATE_FILE_TRAP,
            managed.observed(this::isReadyAtPlaceholder),
            "take traffic at an address of this host that no member has: HAProxy's state file"
                + " restores ready servers without their literal addresses",
            "declare them as "
                + AS_DOCUMENTED
                + ", or leave out 'load-server-state-from-file'; the running agent mends it at its"
                + " next poll"));
    findings.addAll(
        managed.mistake(
            Kind.NOT_DISABLED,
            managed.configured(server -> !server.disabled()),
            "are not declared 'disabled': after each start of HAProxy they take traffic at nobody's"
                + " address until the agent's next poll",
            "add 'disabled' to them"));
    findings.addAll(
        managed.mistake(
            Kind.LITERAL_ADDRESS,
            managed.configured(server -> server.hostName().isEmpty()),
            "are declared with a literal address, which HAProxy's state file does not restore",
            "leave out 'load-server-state-from-file', or declare them as " + AS_DOCUMENTED));
    return findings;
  }

  private List<Finding> answered() {
    List<ObservedServer> wrong =
        managed.servers().stream()
            .filter(server -> server.endpoint().filter(this::isAnswered).isPresent())
            .toList();
    Set<String> endpoints =
        wrong.stream()
            .flatMap(server -> server.endpoint().stream())
            .map(Endpoint::toString)
            .collect(Collectors.toSet());
    return managed.mistake(
        Kind.PLACEHOLDER_ANSWERS,
        wrong.stream().map(server -> server.ref().server()).toList(),
        "are empty and stand at "
            + Some.of(endpoints)
            + ", where something answers: if it is HAProxy's own 'bind', each request to one that"
            + " is made ready there goes round in circles",
        "declare them with a port that nobody listens on: " + AS_DOCUMENTED);
  }

  private boolean isAnswered(Endpoint endpoint) {
    return answering.contains(endpoint) && !isMembers(endpoint.address());
  }

  private boolean isReadyAtPlaceholder(ObservedServer server) {
    return facts.table() instanceof TableFacts.Read
        && server.takesTraffic()
        && server
            .address()
            .filter(Address::isOfThisHost)
            .filter(address -> !isMembers(address))
            .isPresent();
  }

  /** Only the list tells whether an address of this host is a member's, as it may be in a test. */
  private boolean isMembers(Address address) {
    return facts.table().slots().stream()
        .flatMap(slot -> slot.occupant().stream())
        .anyMatch(member -> member.address().equals(address));
  }
}
