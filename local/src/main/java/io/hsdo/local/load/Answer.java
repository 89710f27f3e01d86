package io.hsdo.local.load;

/**
 * A request that went well.
 *
 * @param server of HAProxy, through which it went, such as {@code web7}
 * @param instance that answered
 * @param sent and {@code received} are times of {@link System#nanoTime()}
 */
public record Answer(int key, String server, String instance, long sent, long received) {}
