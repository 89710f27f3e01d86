@NullMarked
package io.hsdo.reconcile;

import org.jspecify.annotations.NullMarked;
