@NullMarked
package io.hsdo.local.check;

import org.jspecify.annotations.NullMarked;
