package io.hsdo.table;

/** How fresh a read must be. */
public enum Consistency {
  /** May lag behind the last write; costs half. */
  EVENTUAL,
  /** Sees every write that was acknowledged before. */
  STRONG
}
