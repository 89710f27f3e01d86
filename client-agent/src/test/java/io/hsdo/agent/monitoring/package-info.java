@NullMarked
package io.hsdo.agent.monitoring;

import org.jspecify.annotations.NullMarked;
