@NullMarked
package io.hsdo.local.scale;

import org.jspecify.annotations.NullMarked;
