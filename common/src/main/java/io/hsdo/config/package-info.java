/** Parameters under the Python program's names, from the environment and a YAML file. */
@NullMarked
package io.hsdo.config;

import org.jspecify.annotations.NullMarked;
