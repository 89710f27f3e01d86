@NullMarked
package io.hsdo.local.races;

import org.jspecify.annotations.NullMarked;
