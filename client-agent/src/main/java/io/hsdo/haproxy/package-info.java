/**
 * The edge to HAProxy: its Runtime API over a unix socket, what it shows and what it answers. Facts
 * about HAProxy, with the versions they hold for, are in docs/haproxy.md.
 */
@NullMarked
package io.hsdo.haproxy;

import org.jspecify.annotations.NullMarked;
