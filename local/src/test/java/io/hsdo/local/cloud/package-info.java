@NullMarked
package io.hsdo.local.cloud;

import org.jspecify.annotations.NullMarked;
