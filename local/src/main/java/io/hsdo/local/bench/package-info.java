/** What HSDO costs, measured on real programs. */
@NullMarked
package io.hsdo.local.bench;

import org.jspecify.annotations.NullMarked;
