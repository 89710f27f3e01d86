/** The main job of HSDO as a story that checks itself. */
@NullMarked
package io.hsdo.local.demo;

import org.jspecify.annotations.NullMarked;
