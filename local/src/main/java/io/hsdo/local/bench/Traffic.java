package io.hsdo.local.bench;

/**
 * Calls of one action and their bytes, without HTTP's heads.
 *
 * @param sent bytes of the questions
 * @param received bytes of the answers
 */
record Traffic(long calls, long sent, long received) {
  static final Traffic NONE = new Traffic(0, 0, 0);

  Traffic minus(Traffic before) {
    return new Traffic(calls - before.calls, sent - before.sent, received - before.received);
  }

  Traffic plus(Traffic other) {
    return new Traffic(calls + other.calls, sent + other.sent, received + other.received);
  }
}
