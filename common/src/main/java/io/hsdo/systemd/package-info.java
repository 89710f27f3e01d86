/** What the service manager is told, and in which words; see sd_notify(3). */
@NullMarked
package io.hsdo.systemd;

import org.jspecify.annotations.NullMarked;
