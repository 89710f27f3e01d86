/** A real HAProxy on this machine, for the demo and the tests. */
@NullMarked
package io.hsdo.local.haproxy;

import org.jspecify.annotations.NullMarked;
