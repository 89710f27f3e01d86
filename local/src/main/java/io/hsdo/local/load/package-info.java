/** Requests in numbers, to see what a change costs those who are being served. */
@NullMarked
package io.hsdo.local.load;

import org.jspecify.annotations.NullMarked;
