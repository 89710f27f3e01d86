@NullMarked
package io.hsdo.consul;

import org.jspecify.annotations.NullMarked;
