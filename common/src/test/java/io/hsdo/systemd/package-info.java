@NullMarked
package io.hsdo.systemd;

import org.jspecify.annotations.NullMarked;
