/** The files of monitoring/, tried with the programs that read them and with what HSDO exposes. */
@NullMarked
package io.hsdo.local.monitoring;

import org.jspecify.annotations.NullMarked;
