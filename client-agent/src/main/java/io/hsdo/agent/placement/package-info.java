/** Where members are placed: as parameters tell, or by this host's zone. */
@NullMarked
package io.hsdo.agent.placement;

import org.jspecify.annotations.NullMarked;
