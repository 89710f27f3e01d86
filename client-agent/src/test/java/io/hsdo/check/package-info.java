@NullMarked
package io.hsdo.check;

import org.jspecify.annotations.NullMarked;
