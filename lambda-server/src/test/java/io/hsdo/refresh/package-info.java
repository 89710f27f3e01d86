@NullMarked
package io.hsdo.refresh;

import org.jspecify.annotations.NullMarked;
