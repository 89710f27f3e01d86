package io.hsdo.local.cloud.machine;

import io.hsdo.local.cloud.model.Machines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Instances as web servers on 127.x.y.z, each on its own address and all on one port, which no
 * other cloud on this machine has in the same block of addresses.
 */
public final class WebServers implements Machines, AutoCloseable {
  private final AddressBlock block;
  private final ServerSocketChannel guard;
  private final int port;
  private final EventLoop loop = EventLoop.start("instances");
  private final Map<String, WebServer> servers = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> served = new ConcurrentHashMap<>();

  private WebServers(AddressBlock block, ServerSocketChannel guard) {
    this.block = block;
    this.guard = guard;
    port = guard.socket().getLocalPort();
  }

  /**
   * Takes the first free block of addresses.
   *
   * @param port of all instances; 0 for any that is free
   */
  public static WebServers open(int port) {
    int blocks = AddressBlock.LAST - AddressBlock.FIRST + 1;
    int start = ThreadLocalRandom.current().nextInt(blocks);
    for (int i = 0; i < blocks; i++) {
      var block = new AddressBlock(AddressBlock.FIRST + (start + i) % blocks);
      Optional<ServerSocketChannel> guard = claim(block, port);
      if (guard.isPresent()) {
        return new WebServers(block, guard.get());
      }
    }
    throw new IllegalStateException(
        "no address of 127.0.0.0/8 is free on port %d: choose another port".formatted(port));
  }

  public int port() {
    return port;
  }

  /** How many requests the instance has answered, health checks left out, also after its end. */
  public long requestsServed(String instanceId) {
    LongAdder count = served.get(instanceId);
    return count == null ? 0 : count.sum();
  }

  @Override
  public String reserve() {
    return block.reserve();
  }

  @Override
  public void listen(String address, String instanceId) {
    LongAdder count = served.computeIfAbsent(instanceId, id -> new LongAdder());
    servers.compute(
        address,
        (same, server) ->
            server != null && server.isListening()
                ? server
                : WebServer.listen(socketAddress(address, port), instanceId, count, loop));
  }

  @Override
  public void shutDown(String address) {
    WebServer server = servers.get(address);
    if (server != null) {
      loop.call(server::shutDown);
    }
  }

  @Override
  public void release(String address) {
    WebServer server = servers.remove(address);
    if (server != null) {
      loop.call(server::close);
    }
    block.release(address);
  }

  @Override
  public void close() {
    loop.close();
    try {
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException("giving " + block + " back", e);
    }
  }

  /** Binds the guard of the block; empty if somebody else has it. */
  private static Optional<ServerSocketChannel> claim(AddressBlock block, int port) {
    try {
      ServerSocketChannel guard = ServerSocketChannel.open();
      try {
        return Optional.of(guard.bind(socketAddress(block.guard(), port)));
      } catch (BindException e) {
        guard.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("claiming the addresses " + block, e);
    }
  }

  private static InetSocketAddress socketAddress(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address + " is no address", e);
    }
  }
}
