@NullMarked
package io.hsdo.local.agent;

import org.jspecify.annotations.NullMarked;
