/** Where programs of others are found on this machine. */
@NullMarked
package io.hsdo.local.program;

import org.jspecify.annotations.NullMarked;
