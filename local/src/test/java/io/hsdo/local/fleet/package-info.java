@NullMarked
package io.hsdo.local.fleet;

import org.jspecify.annotations.NullMarked;
