package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.local.cloud.model.Snapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** One request on its way through an {@link Action}, with the faults that befall it. */
final class Call {
  private final Service service;
  private final Parameters parameters;
  private final Cloud cloud;
  private final List<Fault> faults;

  Call(Service service, Parameters parameters, Cloud cloud, List<Fault> faults) {
    this.service = service;
    this.parameters = parameters;
    this.faults = List.copyOf(faults);
    Cloud reached = cloud;
    for (Fault fault : faults) {
      reached = fault.account(reached);
    }
    this.cloud = reached;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Where the call does what it asks for. */
  Cloud cloud() {
    return cloud;
  }

  /** What the call gets to see. */
  Snapshot snapshot() {
    Duration lag =
        faults.stream().map(Fault::lag).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    Snapshot snapshot = cloud.snapshot(lag);
    for (Fault fault : faults) {
      snapshot = fault.seen(snapshot);
    }
    return snapshot;
  }

  /** What of the things that were found is told. */
  <T> List<T> told(List<T> found, Function<T, String> name) {
    List<T> told = found;
    for (Fault fault : faults) {
      told = fault.told(told, name);
    }
    return told;
  }

  /** The part of a list, in order of name, that goes into this answer. */
  <T> Page<T> page(List<T> all, Function<T, String> name, int size) {
    int limit = size;
    for (Fault fault : faults) {
      limit = fault.pageSize(limit);
    }
    Page<T> page = Page.of(told(all, name), name, limit, parameters.text("NextToken"), service);
    for (Fault fault : faults) {
      page = fault.sent(page);
    }
    return page;
  }
}
