package io.hsdo.haproxy;

/**
 * Which process of HAProxy it was. The process number alone does not tell: in a container it is the
 * same after every start.
 *
 * @param startTimeSec seconds since the epoch
 */
public record HaproxyProcess(long pid, long startTimeSec) {}
