@NullMarked
package io.hsdo.metrics;

import org.jspecify.annotations.NullMarked;
