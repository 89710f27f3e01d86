package io.hsdo.cache;

import io.hsdo.table.StoredList;
import java.time.Instant;

/**
 * A list as the table had it.
 *
 * @param confirmedAt when the table last said that this is its list, by this machine's clock
 */
public record CachedList(StoredList list, Instant confirmedAt) {}
