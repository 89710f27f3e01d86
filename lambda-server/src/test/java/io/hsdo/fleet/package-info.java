@NullMarked
package io.hsdo.fleet;

import org.jspecify.annotations.NullMarked;
