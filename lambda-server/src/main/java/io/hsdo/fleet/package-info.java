/** The fleet as AWS describes it, and what can be told to its lifecycle hooks. */
@NullMarked
package io.hsdo.fleet;

import org.jspecify.annotations.NullMarked;
