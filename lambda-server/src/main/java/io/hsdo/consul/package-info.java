/** The fleet as Consul describes it. */
@NullMarked
package io.hsdo.consul;

import org.jspecify.annotations.NullMarked;
