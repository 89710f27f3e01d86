/** What the instances run on: a web server for each, all of them on one thread. */
@NullMarked
package io.hsdo.local.cloud.machine;

import org.jspecify.annotations.NullMarked;
