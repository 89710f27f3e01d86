/** How both programs write their logs. */
@NullMarked
package io.hsdo.logging;

import org.jspecify.annotations.NullMarked;
