/**
 * The DynamoDB table that carries the slot list: its header, its rows, and who may write them when.
 */
@NullMarked
package io.hsdo.table;

import org.jspecify.annotations.NullMarked;
