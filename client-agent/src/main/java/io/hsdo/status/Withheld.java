package io.hsdo.status;

/** Why HAProxy is left as it is although it answers. */
public sealed interface Withheld {
  String text();

  String remedy();

  /**
   * Another agent writes to it.
   *
   * @param text names the lock which that one holds
   */
  record AnotherAgent(String text) implements Withheld {
    @Override
    public String remedy() {
      return "Let one agent run for each HAProxy; that of another service needs a 'stats socket' of"
          + " its own.";
    }
  }

  /** Nobody knows yet who is local. */
  record ZoneUnknown() implements Withheld {
    @Override
    public String text() {
      return "this host's zone is not known yet";
    }

    @Override
    public String remedy() {
      return "Set CLIENT_ZONE, or let this host ask the instance metadata service: see the agent's"
          + " log.";
    }
  }
}
