@NullMarked
package io.hsdo.local.demo;

import org.jspecify.annotations.NullMarked;
