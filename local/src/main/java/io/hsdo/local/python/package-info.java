/** Stand-ins for the two programs of the Python HSDO, by what they were measured to do. */
@NullMarked
package io.hsdo.local.python;

import org.jspecify.annotations.NullMarked;
