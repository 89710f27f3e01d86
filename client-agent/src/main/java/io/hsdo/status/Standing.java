package io.hsdo.status;

import io.hsdo.reconcile.ObservedServer;
import java.util.Locale;

/** How a server stands in HAProxy, in one word. */
enum Standing {
  /** Takes traffic. */
  UP,
  /** Takes part of its traffic: HAProxy's slow start. */
  STARTING,
  /** Ready, but HAProxy's checks find it bad, or have not found it good yet. */
  DOWN,
  /** Takes no new traffic, be it for its state or for a weight of 0. */
  DRAIN,
  /** Out of service. */
  MAINT,
  /** HAProxy has no such server. */
  MISSING,
  /** Tracking or name resolution decides over it, so that no command can. */
  UNREACHABLE;

  /** Of a server that HAProxy has and that commands can reach. */
  static Standing of(ObservedServer server) {
    return switch (server.state()) {
      case MAINT -> MAINT;
      case DRAIN -> DRAIN;
      case READY -> ofReady(server);
    };
  }

  private static Standing ofReady(ObservedServer server) {
    if (server.isStopped()) {
      return DOWN;
    }
    if (!server.takesTraffic()) {
      return DRAIN;
    }
    return server.isStarting() ? STARTING : UP;
  }

  /** As metrics, JSON and the page have it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
