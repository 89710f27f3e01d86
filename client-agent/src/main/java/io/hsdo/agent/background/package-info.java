/** Questions that may never be answered, asked on other threads while the loop goes on. */
@NullMarked
package io.hsdo.agent.background;

import org.jspecify.annotations.NullMarked;
