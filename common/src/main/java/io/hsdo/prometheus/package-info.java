/** What both programs tell Prometheus, and how. */
@NullMarked
package io.hsdo.prometheus;

import org.jspecify.annotations.NullMarked;
