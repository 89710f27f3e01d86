package io.hsdo.local.cloud.model;

/** Nothing to run an instance on. */
final class NoMachines implements Machines {
  @Override
  public String reserve() {
    throw new AwsException(
        500,
        "InsufficientInstanceCapacity",
        "There is not enough capacity to fulfill your instance request.");
  }

  @Override
  public void listen(String address, String instanceId) {}

  @Override
  public void shutDown(String address) {}

  @Override
  public void release(String address) {}
}
