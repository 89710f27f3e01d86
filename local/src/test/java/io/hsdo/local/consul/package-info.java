/** The fleet of Consul: a stand-in, a real agent, and tests that run against both. */
@NullMarked
package io.hsdo.local.consul;

import org.jspecify.annotations.NullMarked;
