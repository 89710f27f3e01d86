/** HAProxy in memory and on a socket, and what is expected of both it and the real one. */
@NullMarked
package io.hsdo.haproxy;

import org.jspecify.annotations.NullMarked;
