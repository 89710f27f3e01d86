/** What both programs have on their command lines. */
@NullMarked
package io.hsdo.program;

import org.jspecify.annotations.NullMarked;
