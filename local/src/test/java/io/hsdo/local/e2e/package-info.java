@NullMarked
package io.hsdo.local.e2e;

import org.jspecify.annotations.NullMarked;
