/** What the packages contain, and what they do to a machine. */
@NullMarked
package io.hsdo.local.packages;

import org.jspecify.annotations.NullMarked;
