@NullMarked
package io.hsdo.logging;

import org.jspecify.annotations.NullMarked;
