/** In which availability zone this host is. */
@NullMarked
package io.hsdo.zone;

import org.jspecify.annotations.NullMarked;
