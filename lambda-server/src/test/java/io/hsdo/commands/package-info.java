@NullMarked
package io.hsdo.commands;

import org.jspecify.annotations.NullMarked;
