/** What a pass of the refresh is measured by, and how CloudWatch is told. */
@NullMarked
package io.hsdo.metrics;

import org.jspecify.annotations.NullMarked;
