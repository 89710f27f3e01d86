@NullMarked
package io.hsdo.infra;

import org.jspecify.annotations.NullMarked;
