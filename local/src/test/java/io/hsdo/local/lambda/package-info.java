@NullMarked
package io.hsdo.local.lambda;

import org.jspecify.annotations.NullMarked;
