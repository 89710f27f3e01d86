package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.local.cloud.model.Snapshot;
import java.util.List;
import java.util.function.Function;

/** One request on its way through an {@link Action}, seen through the faults that are due. */
final class Call {
  private final Service service;
  private final Parameters parameters;
  private final Cloud cloud;

  Call(Service service, Parameters parameters, Cloud cloud) {
    this.service = service;
    this.parameters = parameters;
    this.cloud = cloud;
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
    return cloud.snapshot();
  }

  /** What of the things found is told. */
  <T> List<T> told(List<T> found, Function<T, String> name) {
    return found;
  }

  /** The part of a list, in order of name, that goes into this answer. */
  <T> Page<T> page(List<T> all, Function<T, String> name, int size) {
    return Page.of(told(all, name), name, size, parameters.text("NextToken"), service);
  }
}
