/** Answers of AWS for tests. */
@NullMarked
package io.hsdo.aws;

import org.jspecify.annotations.NullMarked;
