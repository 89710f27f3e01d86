/**
 * Desired servers and observed servers to Runtime API commands: pure, the heart of the agent. What
 * HAProxy does with those commands, from 2.4 to 3.4, is in docs/haproxy.md.
 */
@NullMarked
package io.hsdo.reconcile;

import org.jspecify.annotations.NullMarked;
