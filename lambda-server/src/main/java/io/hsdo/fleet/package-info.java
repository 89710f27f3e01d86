/** Questions to the fleet, and what can be told to its lifecycle hooks; the answers of AWS. */
@NullMarked
package io.hsdo.fleet;

import org.jspecify.annotations.NullMarked;
