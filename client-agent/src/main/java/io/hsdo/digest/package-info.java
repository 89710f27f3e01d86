/** Long things made short, to tell whether they are the same. */
@NullMarked
package io.hsdo.digest;

import org.jspecify.annotations.NullMarked;
