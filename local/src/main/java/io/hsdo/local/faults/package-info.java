/** What can go wrong beside an agent, played one after the other against the real programs. */
@NullMarked
package io.hsdo.local.faults;

import org.jspecify.annotations.NullMarked;
