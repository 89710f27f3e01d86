/** The refresh as a program: what an operator can ask it for, and how the answers read. */
@NullMarked
package io.hsdo.commands;

import org.jspecify.annotations.NullMarked;
