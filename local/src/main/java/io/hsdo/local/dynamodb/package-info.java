/** DynamoDB on this machine. */
@NullMarked
package io.hsdo.local.dynamodb;

import org.jspecify.annotations.NullMarked;
