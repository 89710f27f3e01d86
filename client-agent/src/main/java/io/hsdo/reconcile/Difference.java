package io.hsdo.reconcile;

/** A server that is not what it should be, and that commands can put right. */
public record Difference(DesiredServer desired, ObservedServer observed) {
  public ServerRef server() {
    return desired.ref();
  }

  /**
   * For people: {@code web/web2 is 10.0.0.9:80 weight 1 ready, not 10.0.0.2:80 weight 10 ready}.
   */
  @Override
  public String toString() {
    return server() + " is " + observed.description() + ", not " + desired.description();
  }
}
