@NullMarked
package io.hsdo.local.load;

import org.jspecify.annotations.NullMarked;
