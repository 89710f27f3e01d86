package io.hsdo.systemd;

/** What a service can tell its manager. */
enum Notice {
  READY("READY=1"),
  /** The program still makes progress. */
  ALIVE("WATCHDOG=1"),
  STOPPING("STOPPING=1");

  private final String text;

  Notice(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
