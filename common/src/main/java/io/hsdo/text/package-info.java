/** How programs print for people. */
@NullMarked
package io.hsdo.text;

import org.jspecify.annotations.NullMarked;
