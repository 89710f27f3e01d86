@NullMarked
package io.hsdo.plan;

import org.jspecify.annotations.NullMarked;
