package io.hsdo.haproxy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Another process that has the lock of a HAProxy.
 *
 * @param file that it holds
 * @param pid empty where the kernel does not tell, as of a process in another container
 */
public record LockHolder(Path file, Optional<Long> pid) {}
