package io.hsdo.check;

/** How much a finding matters. */
public enum Severity {
  /** It is right. */
  OK,
  /** What cannot be seen from here, and what is as it is on purpose. */
  NOTE,
  /** HSDO works, but not as well as it could, or not for all members. */
  WARNING,
  /** HSDO cannot do its work. */
  ERROR
}
