package io.hsdo.local.load;

import java.net.InetSocketAddress;

/**
 * A request that did not get its answer.
 *
 * @param reused whether its connection had carried requests before
 * @param sent time of {@link System#nanoTime()}
 * @param millis since the load began
 * @param text the status line, or what went wrong with the connection
 */
public record Failure(
    InetSocketAddress target, int key, boolean reused, long sent, long millis, String text) {}
