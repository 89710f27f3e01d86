/**
 * The slot list and what it is made of: pure values, shared by the refresh that plans the list and
 * the agent that carries it out.
 */
@NullMarked
package io.hsdo.slot;

import org.jspecify.annotations.NullMarked;
