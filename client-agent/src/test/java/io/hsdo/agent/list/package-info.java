@NullMarked
package io.hsdo.agent.list;

import org.jspecify.annotations.NullMarked;
