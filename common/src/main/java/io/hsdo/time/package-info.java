/** What is asked of time besides the clock. */
@NullMarked
package io.hsdo.time;

import org.jspecify.annotations.NullMarked;
