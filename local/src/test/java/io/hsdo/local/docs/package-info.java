/** What docs/ promises: that it has every message, and that its commands do what it says. */
@NullMarked
package io.hsdo.local.docs;

import org.jspecify.annotations.NullMarked;
