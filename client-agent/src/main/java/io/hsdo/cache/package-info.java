/** The last good list in a file, for an agent that starts while DynamoDB is away. */
@NullMarked
package io.hsdo.cache;

import org.jspecify.annotations.NullMarked;
