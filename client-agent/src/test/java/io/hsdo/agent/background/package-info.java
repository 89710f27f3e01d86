@NullMarked
package io.hsdo.agent.background;

import org.jspecify.annotations.NullMarked;
