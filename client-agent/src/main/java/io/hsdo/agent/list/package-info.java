/** Where the list comes from: the table, or the file of the last one; and how it is kept. */
@NullMarked
package io.hsdo.agent.list;

import org.jspecify.annotations.NullMarked;
