/** The refresh: reads the table and the fleet, plans, and stores what changed. */
@NullMarked
package io.hsdo.refresh;

import org.jspecify.annotations.NullMarked;
