package io.hsdo.cache;

import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * A list as the table had it.
 *
 * @param confirmedAt when the table last said that this is its list, by this machine's clock
 */
public record CachedList(Optional<Header> header, Rows rows, Instant confirmedAt) {}
