/** What both programs are made of that has to do with neither: command line and threads. */
@NullMarked
package io.hsdo.program;

import org.jspecify.annotations.NullMarked;
