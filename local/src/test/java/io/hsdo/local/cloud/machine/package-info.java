@NullMarked
package io.hsdo.local.cloud.machine;

import org.jspecify.annotations.NullMarked;
