package io.hsdo.local.cloud.model;

/** What EC2 asks of whatever its instances run on. Calls are quick and never call back. */
public interface Machines {
  /** A private address for a new instance, its own until it is released. */
  String reserve();

  /** The instance's server comes up, if it is not up already. */
  void listen(String address, String instanceId);

  /**
   * The instance goes down: new connections are refused once this returns, requests under way are
   * still answered. Nothing happens where nothing listens.
   */
  void shutDown(String address);

  /** Cuts what is still connected; the address may go to another instance. */
  void release(String address);
}
