@NullMarked
package io.hsdo.local.commands;

import org.jspecify.annotations.NullMarked;
