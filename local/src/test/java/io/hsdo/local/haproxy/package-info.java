@NullMarked
package io.hsdo.local.haproxy;

import org.jspecify.annotations.NullMarked;
