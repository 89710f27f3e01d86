package io.hsdo.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.WriterLock.Holder;
import io.hsdo.http.WebServer;
import io.hsdo.reconcile.Locality;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.status.StatusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page says; how it looks and works is tested in a browser, in module local. */
class PageTest {
  private static final Pattern ROW = Pattern.compile("<tr[^>]*><th scope=\"row\">([a-z0-9]+)");

  private final Rig rig = new Rig();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebServer server =
      WebServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), rig.monitoring.site());

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  @Test
  void agentThatHasNotPolledYetIsStarting() {
    assertThat(page(""))
        .contains(headline("Starting"))
        .contains("HAProxy has not answered yet")
        .doesNotContain("does not answer. ");
  }

  @Test
  void allIsWellIfEverythingIsAsItShouldBe() throws Exception {
    poll("a b:3 (c)", 2);

    assertThat(page(""))
        .contains(headline("All is well"))
        .contains("Backend web: 2 of 2 members take traffic, 1 draining.")
        .contains("version 1, 3 slots")
        .contains("carried</dt><dd>yes")
        .contains("its weight grows to 10")
        .contains("<td>3/10<td>ready<td>ready")
        .contains("drains: terminating, since 2026-01-01 00:00:00 UTC")
        .doesNotContain("<li class");
  }

  @Test
  void changeIsNoProblem() throws Exception {
    poll("a - -", 2);
    poll("a b -", 1);

    assertThat(page(""))
        .contains(headline("All is well"))
        .contains("1 of 2 members take traffic, 1 change under way.")
        .contains("changed by the last poll to 10.0.0.2:80 weight 10 ready");
  }

  @Test
  void outageOfDynamoDbIsToldWithItsBeginningAndWhatItMeans() throws Exception {
    poll("a b c", 2);
    rig.table.fail();
    rig.poll();
    rig.clock.advance(Duration.ofMinutes(7));
    rig.poll();

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("<li class=\"warning\"><strong>The table cannot be read</strong>")
        .contains(
            "For 7 min. reading header of table &#39;slots&#39; failed. HAProxy is kept in line with the last good list, so traffic goes on");
  }

  @Test
  void haproxyThatDoesNotAnswerIsCriticalAndComesFirst() throws Exception {
    poll("a b c", 2);
    rig.table.fail();
    rig.poll();
    rig.haproxy.stop();
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(9));

    assertThat(page(""))
        .contains(headline("2 problems"))
        .containsPattern("(?s)<li class=\"critical\"><strong>HAProxy does not answer<.*DynamoDB")
        .contains("See whether HAProxy runs")
        .contains("3 of 3 members took traffic")
        .contains("does not answer for 9 s", "<section class=\"old\">", "Before that: ")
        .contains("What is below is how it was before.")
        .contains("carried</dt><dd>unknown <small>HAProxy does not answer</small>");
  }

  @Test
  void haproxyThatAnswersWhatCannotBeReadIsNotSaidToBeSilent() throws Exception {
    poll("a b c", 2);
    rig.haproxy.disturb(answer -> answer.replace("srv_name", "name"));
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(9));

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("<li class=\"critical\"><strong>Reconciling HAProxy fails</strong> For 9 s.")
        .contains("this is nothing that HAProxy answers. HAProxy goes on as it is.")
        .contains("fails for 9 s", "Reconciling HAProxy fails. Before that: ")
        .contains("carried</dt><dd>unknown <small>reconciling HAProxy fails</small>")
        .doesNotContain("HAProxy does not answer", "See whether HAProxy runs");
  }

  @Test
  void nothingIsSaidToBeHowItWasIfHaproxyWasNeverRead() throws Exception {
    rig.table.save("a b c");
    rig.haproxy.stop();
    rig.poll();

    assertThat(page(""))
        .contains("See whether HAProxy runs")
        .doesNotContain("how it was before")
        .contains("carried</dt><dd>unknown <small>HAProxy does not answer</small>");
  }

  @Test
  void agentThatStandsStillIsCritical() throws Exception {
    poll("a b c", 2);
    rig.clock.advance(Duration.ofMinutes(2));

    assertThat(page("")).contains("The agent stands still").contains("For 2 min. Restart");
  }

  @Test
  void agentWithoutAListSaysWhatToLookAt() throws Exception {
    rig.table.fail();
    rig.poll();

    assertThat(page(""))
        .contains("There is no slot list: HAProxy is left as it is<")
        .contains("dynamodb:GetItem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- - -", "(a) - (c)", "a:0 b:0 -", "a:0 - (c)"})
  void listInWhichNobodyServesIsCritical(String list) throws Exception {
    poll("a b c", 2);
    poll(list, 2);

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("<li class=\"critical\"><strong>The list has no member that serves</strong>")
        .contains("See whether the groups have members");
  }

  @Test
  void memberOfWeightNoneTakesNoTraffic() throws Exception {
    poll("a:0 b -", 2);

    assertThat(page(""))
        .contains(headline("All is well"))
        .contains("Backend web: 1 of 2 members take traffic, 1 of weight 0.")
        .contains("gets no traffic: its weight is 0");
  }

  @Test
  void singleMemberIsSpokenOfAsOne() throws Exception {
    poll("a -", 2);
    assertThat(page("")).contains("Backend web: 1 of 1 member takes traffic.");

    rig.lock = new Holder.Another(Path.of("/run/x.hsdo-lock"));
    rig.poll();
    assertThat(page("")).contains("Backend web: 1 server takes traffic, and is left as it is.");
  }

  @Test
  void backendWhoseServersSomebodyMadeWeightlessServesNobody() throws Exception {
    poll("a b -", 2);
    rig.lock = new Holder.Another(Path.of("/run/x.hsdo-lock"));
    rig.meddle("set server web/web1 weight 0;set server web/web2 weight 0");
    rig.poll();

    assertThat(page("")).contains("Backend web: 0 servers take traffic");
  }

  /** Their servers stay as they were, so they may well serve. */
  @Test
  void membersWhoseRowsAreLostAreNotSaidToBeGone() throws Exception {
    poll("a b -", 2);
    rig.table.delete(1);
    rig.table.delete(2);
    rig.clock.advance(Duration.ofMinutes(6));
    rig.table.heartbeat(rig.clock.instant());
    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.1 READY", "10.0.0.2 READY");
    assertThat(page("")).doesNotContain("no member that serves");
  }

  @Test
  void placementThatMatchesNobodyIsTold() throws Exception {
    rig.placement = new Placement(new Locality.Groups(Set.of("Web")), false);
    rig.restartAgent();
    poll("a b -", 2);

    assertThat(new StatusText(rig.monitoring.overview()).text())
        .startsWith("1 problem. Backend web: 0 of 0 members take traffic.\n")
        .contains(
            "warning: No slot has a member of group 'Web'; the groups in the list are web. All"
                + " members are placed in the fallback backend, and none in the others. Correct"
                + " CLIENT_ASG_NAMES, or seat the group by SERVER_ASG_NAMES.");
  }

  @Test
  void placementThatMatchesADrainingMemberOnlyIsNoProblem() throws Exception {
    rig.placement = new Placement(new Locality.Groups(Set.of("api", "gone")), false);
    rig.restartAgent();
    poll("(a@api) b -", 2);

    assertThat(new StatusText(rig.monitoring.overview()).text()).startsWith("All is well.");
  }

  @Test
  void refreshThatStoppedIsTold() throws Exception {
    poll("a b c", 2);
    rig.clock.advance(Duration.ofMinutes(4));
    rig.poll();

    assertThat(page("")).contains("No refresh has looked at the fleet").contains("For 4 min.");
  }

  @Test
  void serversThatHaproxyLacksAreTold() throws Exception {
    poll("a b c d", 2);

    assertThat(page(""))
        .contains("1 server of backend web is missing in HAProxy: web4 (i-d)")
        .contains("raise &#39;server-template web 1-N&#39; of this backend to 4");
  }

  @Test
  void emptyTableIsToldWhereTheFileStandsInForIt() throws Exception {
    rig.fileHolds("a b c");
    rig.poll();
    rig.poll();

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("<li class=\"critical\"><strong>The table is empty</strong>")
        .contains("No slot can be read from table slots: it was emptied");
  }

  @Test
  void whatIsCriticalComesBeforeWarnings() throws Exception {
    poll("a b c", 2);
    rig.table.fail();
    rig.haproxy.model().removeBackend("web");
    rig.poll();

    assertThat(page(""))
        .containsPattern("(?s)HAProxy has no backend web<.*The table cannot be read<");
  }

  @Test
  void lackingBackendIsCritical() throws Exception {
    rig.haproxy.model().removeBackend("web");
    poll("a b c", 1);

    assertThat(page("")).contains("<li class=\"critical\"><strong>HAProxy has no backend web");
  }

  @Test
  void refusedCommandIsToldInHaproxysWords() throws Exception {
    poll("a b c", 2);
    rig.haproxy.model().permit(CliLevel.OPERATOR);
    poll("a:3 b c", 1);

    assertThat(page(""))
        .contains("1 server of backend web is not right: HAProxy refuses the change: web1 (i-a)")
        .contains("Permission denied");
  }

  @Test
  void anotherWriterIsTold() throws Exception {
    poll("a b c", 2);
    for (int i = 0; i < 12; i++) {
      rig.meddle("set server web/web2 weight 1");
      rig.poll();
    }

    assertThat(page("")).contains("changed again and again by another writer: web2 (i-b)");
  }

  @Test
  void anotherAgentIsTold() throws Exception {
    rig.lock = new Holder.Another(Path.of("/run/x.hsdo-lock"));
    poll("a b c", 1);

    assertThat(page(""))
        .contains("HAProxy is left as it is: another agent holds /run/x.hsdo-lock")
        .contains("that of another service needs a &#39;stats socket&#39; of its own")
        .contains("Backend web: 0 servers take traffic, and are left as they are.")
        .doesNotContain("CLIENT_ZONE");
  }

  @Test
  void zoneThatIsUnknownIsTold() throws Exception {
    rig.zoneThread.hang();
    rig.zone = Optional.of(() -> "eu-west-1a");
    rig.restartAgent();
    poll("a b c", 1);

    assertThat(new StatusText(rig.monitoring.overview()).text())
        .contains(
            "critical: HAProxy is left as it is: this host's zone is not known yet. Set CLIENT_ZONE,"
                + " or let this host ask the instance metadata service: see the agent's log.\n");
  }

  @Test
  void refusedRowIsToldWithWhatIsWrong() throws Exception {
    poll("a b c", 2);
    rig.table.write(2, "IPAddress", "10.0.0.<b>");
    rig.clock.advance(Duration.ofMinutes(6));
    rig.table.heartbeat(rig.clock.instant());
    rig.poll();

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("1 row of the table cannot be believed: row 2<")
        .contains("its row is refused, and the slot stays as it was: ")
        .contains("10.0.0.&lt;b&gt;");
    assertThat(rows(page("?show=problems"))).containsExactly("web2");
  }

  @Test
  void rowsThatAreMissingAreNotSaidToBeRefused() throws Exception {
    poll("a b c", 2);
    rig.table.write(1, "IPAddress", "none of yours");
    rig.table.delete(2);
    rig.table.delete(3);
    rig.clock.advance(Duration.ofMinutes(6));
    rig.table.heartbeat(rig.clock.instant());
    rig.poll();

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains(
            "1 row of the table cannot be believed: row 1; the table lacks 2 rows: row 2, row 3<")
        .contains("its row is missing, and the slot stays as it was<");
  }

  @Test
  void whatARowHoldsNeitherEndsALineNorReachesTheTerminal() throws Exception {
    poll("a b c", 2);
    rig.table.write(2, "IPAddress", "10.0.0.\n\u001b[2J");
    rig.clock.advance(Duration.ofMinutes(6));
    rig.table.heartbeat(rig.clock.instant());
    rig.poll();

    assertThat(new StatusText(rig.monitoring.overview()).text())
        .contains("IPAddress: address '10.0.0.\\n\\u001b[2J' is refused");
  }

  @Test
  void backendThatServesNobodyIsCritical() throws Exception {
    poll("a b -", 2);
    rig.meddle("set server web/web1 health down;set server web/web2 health down");
    rig.poll();

    assertThat(page(""))
        .contains(headline("1 problem"))
        .contains("0 of 2 members take traffic, 2 wait for their first good check.")
        .contains(
            "<li class=\"critical\"><strong>Backend web serves nobody yet: 2 of 2 members wait for"
                + " their first good check</strong>");
  }

  @Test
  void memberThatWaitsBesideOthersThatServeIsNoProblem() throws Exception {
    poll("a b -", 2);
    rig.meddle("set server web/web1 health down");
    rig.poll();

    assertThat(page(""))
        .contains(headline("All is well"))
        .contains("1 of 2 members take traffic, 1 waits for its first good check.");
  }

  @Test
  void problemsComeFirstAndEmptySlotsAreOneLine() throws Exception {
    poll("a - - d", 2);

    assertThat(rows(page(""))).containsExactly("web4", "web1");
    assertThat(page("")).contains("Empty, in maint: 2 slots, 2-3");
  }

  @Test
  void filterLooksAtEverythingThatIsShown() throws Exception {
    poll("a:3 b@shop (c)", 2);

    assertThat(rows(page("?q=SHOP"))).containsExactly("web2");
    assertThat(rows(page("?q=10.0.0.3"))).containsExactly("web3");
    assertThat(rows(page("?q=grows"))).containsExactly("web1");
    assertThat(rows(page("?q=nobody"))).isEmpty();
    assertThat(page("?q=nobody")).contains("No server to show.");
  }

  @Test
  void aThousandServersAreShownWhatIsNotRightFirst() throws Exception {
    poll("a b c" + " -".repeat(999), 2);

    // HAProxy has three servers: the others are missing.
    assertThat(rows(page("")))
        .hasSize(1000)
        .contains("web1", "web4", "web1002")
        .doesNotContain("web2", "web3");
    assertThat(page("")).contains("2 more servers not shown");
    assertThat(rows(page("?q=i-c"))).containsExactly("web3");
  }

  @Test
  void onlyProblemsCanBeShown() throws Exception {
    poll("a b c", 2);
    rig.haproxy.model().removeServer(new ServerRef("web", "web2"));
    rig.poll();

    assertThat(rows(page("?show=problems"))).containsExactly("web2");
    assertThat(page("?show=problems")).contains("value=\"problems\" checked");
  }

  @Test
  void refreshCanBePausedAndKeepsTheFilter() throws Exception {
    poll("a b c", 2);

    assertThat(page("?q=a+%26b"))
        .contains("<meta http-equiv=\"refresh\"")
        .contains("<a href=\"?q=a+%26b&amp;refresh=off\">");
    assertThat(page("?refresh=off"))
        .doesNotContain("http-equiv=\"refresh\"")
        .contains("<a href=\"?q=\">paused: go on</a>")
        .contains("<input type=\"hidden\" name=\"refresh\" value=\"off\">");
  }

  @Test
  void whatIsAskedForIsEscaped() {
    assertThat(page("?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%7B%7Bnonce%7D%7D&%zz=%zz"))
        .contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{nonce}}\"")
        .doesNotContain("<script>");
  }

  @Test
  void membersNameIsEscaped() throws Exception {
    poll("a b c", 2);
    rig.table.write(1, "ServerName", "<script>alert(1)</script>");
    rig.table.write(1, "ASG", "{{nonce}}\"'><img src=x onerror=alert(1)>");
    rig.restartAgent();
    rig.poll();
    try (WebServer fresh =
        WebServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), rig.monitoring.site())) {
      assertThat(get(fresh, "").body())
          .contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;")
          .contains("<td>{{nonce}}&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;")
          .doesNotContain("<script>", "<img");
    }
  }

  @Test
  void policyLetsNothingRunButThePagesOwn() throws Exception {
    HttpResponse<String> first = get(server, "");
    String policy = first.headers().firstValue("Content-Security-Policy").orElseThrow();

    assertThat(policy)
        .matches(
            "default-src 'none'; style-src 'nonce-([\\w-]{24})'; script-src 'nonce-\\1';"
                + " img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'");
    assertThat(get(server, "").headers().firstValue("Content-Security-Policy"))
        .isNotEqualTo(first.headers().firstValue("Content-Security-Policy"));
    assertThat(first.body())
        .doesNotContain("http://127", "//cdn", "@import", " style=", " onclick");
  }

  private void poll(String list, int times) throws InterruptedException {
    rig.table.save(list);
    for (int i = 0; i < times; i++) {
      rig.poll();
    }
  }

  private static String headline(String text) {
    return "<h2 id=\"headline\" role=\"status\">" + text + "</h2>";
  }

  private static List<String> rows(String page) {
    return ROW.matcher(page).results().map(row -> row.group(1)).toList();
  }

  private String page(String query) {
    return get(server, query).body().replaceFirst("(?s)<style.*</style>", "");
  }

  private HttpResponse<String> get(WebServer from, String query) {
    URI uri = URI.create("http://127.0.0.1:" + from.port() + "/" + query.replace("%zz", "%25zz"));
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
