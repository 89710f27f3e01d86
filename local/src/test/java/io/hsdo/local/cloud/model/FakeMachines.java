package io.hsdo.local.cloud.model;

import java.util.HashSet;
import java.util.Set;

/** Addresses without sockets, and which of them would listen. */
final class FakeMachines implements Machines {
  private final Set<String> listening = new HashSet<>();
  private int reserved;

  boolean listens(Ec2Instance instance) {
    return listening.contains(instance.address());
  }

  @Override
  public String reserve() {
    reserved++;
    return "127.9.%d.%d".formatted(reserved / 250, 1 + reserved % 250);
  }

  @Override
  public void listen(String address, String instanceId) {
    listening.add(address);
  }

  @Override
  public void shutDown(String address) {
    listening.remove(address);
  }

  @Override
  public void release(String address) {
    listening.remove(address);
  }
}
