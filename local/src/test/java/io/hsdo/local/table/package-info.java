@NullMarked
package io.hsdo.local.table;

import org.jspecify.annotations.NullMarked;
