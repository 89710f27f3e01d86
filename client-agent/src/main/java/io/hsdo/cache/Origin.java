package io.hsdo.cache;

/**
 * What a list in a file is a list of: one that another host has read, or that is of another table,
 * is nobody's desired state here.
 *
 * @param machine see {@link MachineId}
 */
public record Origin(String machine, String table, String region) {
  /** How {@code other} is foreign, for people. */
  String differenceTo(Origin other) {
    if (!machine.equals(other.machine)) {
      return "it was written on another machine";
    }
    return "it is of table '"
        + other.table
        + "' in "
        + other.region
        + ", not of '"
        + table
        + "' in "
        + region;
  }
}
