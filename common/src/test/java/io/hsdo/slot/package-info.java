@NullMarked
package io.hsdo.slot;

import org.jspecify.annotations.NullMarked;
