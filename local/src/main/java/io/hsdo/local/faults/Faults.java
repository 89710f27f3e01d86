package io.hsdo.local.faults;

import java.util.List;
import java.util.stream.Stream;

/** Every fault that is played. */
public final class Faults {
  private Faults() {}

  public static List<Fault> all() {
    return Stream.of(TableFaults.all(), HaproxyFaults.all(), WriterFaults.all(), HostFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}
