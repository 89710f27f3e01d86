/** How a program answers over HTTP: readers only, each for a limited time. */
@NullMarked
package io.hsdo.http;

import org.jspecify.annotations.NullMarked;
