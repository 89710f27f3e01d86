@NullMarked
package io.hsdo.local.budget;

import org.jspecify.annotations.NullMarked;
