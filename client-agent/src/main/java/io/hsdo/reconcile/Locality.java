package io.hsdo.reconcile;

import io.hsdo.slot.Member;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

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
    public <T> T match(Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
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
    public <T> T match(Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
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
    public <T> T match(Supplier<T> everybody, Function<Groups, T> groups, Function<Zone, T> zone) {
      return zone.apply(this);
    }
  }
}
