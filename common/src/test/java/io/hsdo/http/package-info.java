@NullMarked
package io.hsdo.http;

import org.jspecify.annotations.NullMarked;
