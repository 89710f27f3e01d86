@NullMarked
package io.hsdo.config;

import org.jspecify.annotations.NullMarked;
