/** The file of the list. */
@NullMarked
package io.hsdo.cache;

import org.jspecify.annotations.NullMarked;
