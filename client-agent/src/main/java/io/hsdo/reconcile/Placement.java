package io.hsdo.reconcile;

import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where members are placed: (slot, backend) to desired server. Local members go to the default
 * backends, the others to the fallback backend.
 *
 * @param everybodyInFallback whether the fallback backend carries the local members too
 */
public record Placement(Locality locality, boolean everybodyInFallback) {
  /** Members go to every default backend. */
  public static final Placement EVERYWHERE = new Placement(new Locality.Everybody(), false);

  /** Which members are local to this HAProxy. */
  public sealed interface Locality {
    boolean isLocal(Member member);

    /** What the one or the other makes of it. */
    <T> T match(Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone);

    /** Nothing makes a difference between members. */
    record Everybody() implements Locality {
      @Override
      public boolean isLocal(Member member) {
        return true;
      }

      @Override
      public <T> T match(
          Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
        return everybody.get();
      }
    }

    /** The members of these groups are local. */
    record Groups(Set<String> names) implements Locality {
      public Groups {
        names = Set.copyOf(names);
      }

      @Override
      public boolean isLocal(Member member) {
        return names.contains(member.group());
      }

      @Override
      public <T> T match(
          Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
        return groups.apply(this);
      }
    }

    /** The members of this availability zone are local, and those of a zone nobody knows. */
    record Zone(String name) implements Locality {
      @Override
      public boolean isLocal(Member member) {
        return member.zone().map(name::equals).orElse(true);
      }

      @Override
      public <T> T match(
          Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
        return zone.apply(this);
      }
    }
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
