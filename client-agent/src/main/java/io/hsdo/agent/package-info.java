/** The agent as a program: its commands and parameters, what it is made of, and its loop. */
@NullMarked
package io.hsdo.agent;

import org.jspecify.annotations.NullMarked;
