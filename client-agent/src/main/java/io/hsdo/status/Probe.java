package io.hsdo.status;

import io.hsdo.http.HttpReply;
import java.time.Duration;

/** The answers for whoever decides by them alone; the rest is words for people. */
final class Probe {
  private static final HttpReply NOT_ASKED =
      HttpReply.text(503, "starting: HAProxy has not been asked yet\n");

  private Probe() {}

  /**
   * Whether the loop turns and HAProxy can be kept in line. That the table cannot be read, however
   * long, is no reason to restart anything: HAProxy is kept in line with the last good list.
   */
  static HttpReply health(Overview now) {
    if (!now.isTurning()) {
      return HttpReply.text(503, "failing: " + lastPoll(now) + "\n");
    }
    if (now.poll().haproxy().health() instanceof Health.Fails fails) {
      return HttpReply.text(
          503,
          "failing: "
              + now.haproxyTrouble().orElseThrow()
              + ", for "
              + Words.duration(Duration.between(fails.since(), now.now()))
              + ": "
              + fails.problem()
              + "\n");
    }
    if (!now.haproxyAnswers()) {
      return NOT_ASKED;
    }
    return HttpReply.text(
        200, "ok: HAProxy answers, " + lastPoll(now) + "\n" + table(now) + withheld(now));
  }

  private static String lastPoll(Overview now) {
    return "the last poll ended " + Words.duration(now.pollAge()) + " ago";
  }

  private static String table(Overview now) {
    if (now.poll().table() instanceof Health.Fails fails) {
      return "the table cannot be read, for "
          + Words.duration(Duration.between(fails.since(), now.now()))
          + ": "
          + fails.problem()
          + now.list()
              .map(list -> "; " + list.use() + ", " + list.versionText())
              .orElse("; there is no list yet, HAProxy is left as it is")
          + "\n";
    }
    return "";
  }

  private static String withheld(Overview now) {
    return now.poll()
        .withheld()
        .map(why -> "HAProxy is left as it is: " + why.text() + "\n")
        .orElse("");
  }

  /** Whether this HAProxy process has carried a whole list: to join a balancer. */
  static HttpReply readiness(Overview now) {
    if (now.haproxyTrouble().isPresent()) {
      return HttpReply.text(503, "not ready: " + now.haproxyTrouble().get() + "\n");
    }
    if (!now.haproxyAnswers()) {
      return NOT_ASKED;
    }
    return now.carried()
        ? HttpReply.text(200, "ready: this HAProxy process carries a whole list\n")
        : HttpReply.text(503, "not ready: this HAProxy process has not carried a whole list yet\n");
  }
}
