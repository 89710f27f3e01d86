@NullMarked
package io.hsdo.agent.poll;

import org.jspecify.annotations.NullMarked;
