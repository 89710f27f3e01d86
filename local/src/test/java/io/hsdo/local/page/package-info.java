/** The agent's pages in a browser, and what slow clients do to them. */
@NullMarked
package io.hsdo.local.page;

import org.jspecify.annotations.NullMarked;
