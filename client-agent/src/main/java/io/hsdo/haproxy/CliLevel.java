package io.hsdo.haproxy;

/** What a {@code stats socket} permits, each level including those before it. */
public enum CliLevel {
  USER,
  OPERATOR,
  /** The only one that may change servers. */
  ADMIN
}
