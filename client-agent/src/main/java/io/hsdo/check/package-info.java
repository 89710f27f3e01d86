/**
 * Whether HSDO can work here: edges read facts, pure findings follow from them, and each finding
 * says what to change. Nothing is written anywhere.
 */
@NullMarked
package io.hsdo.check;

import org.jspecify.annotations.NullMarked;
