/** The agent: follows the slot list and keeps HAProxy in line with it. */
@NullMarked
package io.hsdo.agent;

import org.jspecify.annotations.NullMarked;
