/** What is shown and measured of an agent, as it is told after each pass and poll. */
@NullMarked
package io.hsdo.agent.monitoring;

import org.jspecify.annotations.NullMarked;
