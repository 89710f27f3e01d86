package io.hsdo.http;

import java.util.Optional;

/**
 * A GET, or the GET that a HEAD stands for.
 *
 * @param query what comes after the question mark, as it was sent
 * @param accept the header of that name
 */
public record Request(String path, Optional<String> query, Optional<String> accept) {}
