@NullMarked
package io.hsdo.prometheus;

import org.jspecify.annotations.NullMarked;
