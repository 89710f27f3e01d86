package io.hsdo.reconcile;

import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where members are placed: (slot, backend) to desired server. Local members go to the default
 * backends, the others to the fallback backend.
 *
 * @param everybodyInFallback whether the fallback backend carries the local members too
 */
public record Placement(Locality locality, boolean everybodyInFallback) {
  /** Members go to every default backend. */
  public static final Placement EVERYWHERE = new Placement(new Locality.Everybody(), false);

  /** What the servers of these slots should be, in each of the backends. */
  public Stream<DesiredServer> desired(Collection<Slot> slots, List<Backend> backends) {
    return backends.stream().flatMap(backend -> slots.stream().map(slot -> desired(slot, backend)));
  }

  /** What {@code backend}'s server of this slot should be. */
  public DesiredServer desired(Slot slot, Backend backend) {
    ServerRef ref = backend.server(slot.number());
    return slot.occupant()
        .filter(member -> places(member, backend))
        .<DesiredServer>map(
            member ->
                new DesiredServer.Active(
                    ref,
                    new Endpoint(member.address(), backend.serverPort()),
                    slot.weight(),
                    slot instanceof Slot.Draining))
        .orElseGet(() -> new DesiredServer.Maint(ref));
  }

  private boolean places(Member member, Backend backend) {
    return switch (backend.role()) {
      case DEFAULT -> locality.isLocal(member);
      case FALLBACK -> everybodyInFallback || !locality.isLocal(member);
    };
  }
}
