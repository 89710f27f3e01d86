/**
 * Slot list and fleet snapshot to the next slot list: pure, the heart of the refresh. It asks
 * nobody, remembers nothing and is told what time it is.
 */
@NullMarked
package io.hsdo.plan;

import org.jspecify.annotations.NullMarked;
