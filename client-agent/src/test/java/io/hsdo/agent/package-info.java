@NullMarked
package io.hsdo.agent;

import org.jspecify.annotations.NullMarked;
