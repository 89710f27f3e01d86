/**
 * What the agent shows of itself: metrics, probes, the status page, JSON. It is given an {@link
 * io.hsdo.status.Overview} and knows nothing of the loop.
 */
@NullMarked
package io.hsdo.status;

import org.jspecify.annotations.NullMarked;
