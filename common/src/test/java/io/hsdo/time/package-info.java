/** Time for tests. */
@NullMarked
package io.hsdo.time;

import org.jspecify.annotations.NullMarked;
