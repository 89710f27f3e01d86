package io.hsdo.plan;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What AWS or Consul said at one moment. It answers for every seated member and every newcomer.
 *
 * @param members by id; who is not in it is {@link MemberState.Unknown}
 * @param configured the groups that make up the fleet by configuration, by name or by tag
 * @param found the groups, configured or holding slots, that the answer described
 */
public record FleetSnapshot(
    Map<String, FleetMember> members, Set<String> configured, Set<String> found) {
  /** Nobody was asked. */
  public static final FleetSnapshot UNASKED = new FleetSnapshot(Map.of(), Set.of(), Set.of());

  private static final MemberState UNKNOWN = new MemberState.Unknown();

  public FleetSnapshot {
    members = Map.copyOf(members);
    configured = Set.copyOf(configured);
    found = Set.copyOf(found);
  }

  public MemberState stateOf(String memberId) {
    FleetMember member = members.get(memberId);
    return member == null ? UNKNOWN : member.state();
  }

  /** Whether every configured group was found, and the state of each member is known. */
  public boolean isWhole() {
    return !configured.isEmpty()
        && missing().isEmpty()
        && members.values().stream()
            .noneMatch(member -> member.state() instanceof MemberState.Unknown);
  }

  /** The members of configured groups that serve. */
  Stream<FleetMember> serving() {
    return members.values().stream()
        .filter(member -> member.state() instanceof MemberState.Serving)
        .filter(member -> configured.contains(member.group()));
  }

  /** Configured groups that the answer did not describe. */
  public Set<String> missing() {
    var missing = new TreeSet<>(configured);
    missing.removeAll(found);
    return missing;
  }
}
