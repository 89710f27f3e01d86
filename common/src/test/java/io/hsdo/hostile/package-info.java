@NullMarked
package io.hsdo.hostile;

import org.jspecify.annotations.NullMarked;
