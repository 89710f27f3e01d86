@NullMarked
package io.hsdo.local.faults;

import org.jspecify.annotations.NullMarked;
