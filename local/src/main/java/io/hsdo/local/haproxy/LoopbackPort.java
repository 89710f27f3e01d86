package io.hsdo.local.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports of 127.0.0.1. */
public final class LoopbackPort {
  /**
   * Below the ports that outgoing connections take, so that none of those is in the way when a
   * process that was stopped listens again.
   */
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  private LoopbackPort() {}

  /** A port that nobody listens on at this moment. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found from " + FIRST + " to " + LAST);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
