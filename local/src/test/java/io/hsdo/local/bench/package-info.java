/** The parts that measure, held to what is known without them. */
@NullMarked
package io.hsdo.local.bench;

import org.jspecify.annotations.NullMarked;
