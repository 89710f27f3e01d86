@NullMarked
package io.hsdo.insights;

import org.jspecify.annotations.NullMarked;
