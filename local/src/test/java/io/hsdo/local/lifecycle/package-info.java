@NullMarked
package io.hsdo.local.lifecycle;

import org.jspecify.annotations.NullMarked;
