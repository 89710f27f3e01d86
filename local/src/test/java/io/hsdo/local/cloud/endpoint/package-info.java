@NullMarked
package io.hsdo.local.cloud.endpoint;

import org.jspecify.annotations.NullMarked;
