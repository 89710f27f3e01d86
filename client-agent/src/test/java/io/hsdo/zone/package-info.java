/** The zone of this host. */
@NullMarked
package io.hsdo.zone;

import org.jspecify.annotations.NullMarked;
