package io.hsdo.local.faults;

import java.time.Duration;

/**
 * How much time there is.
 *
 * @param interval between two polls of the agent
 * @param longest no fault is kept up longer than this, once it was noticed
 * @param patience with whatever has to happen
 */
public record Pace(Duration interval, Duration longest, Duration patience) {}
