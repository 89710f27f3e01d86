@NullMarked
package io.hsdo.local.steady;

import org.jspecify.annotations.NullMarked;
