@NullMarked
package io.hsdo.local.cloud.model;

import org.jspecify.annotations.NullMarked;
