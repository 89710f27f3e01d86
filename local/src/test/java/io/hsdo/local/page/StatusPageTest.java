package io.hsdo.local.page;

import static io.hsdo.local.page.Stage.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The status page in a real browser. Screenshots are left in target/page. */
@RequiresHaproxy
@RequiresChromium
class StatusPageTest {
  private static final int SMALL = 10;
  private static final int LARGE = 1000;

  @TempDir private Path folder;

  @Test
  void firstScreenSaysThatAllIsWellAndWhoDoesNot() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.start()) {
      stage.awaitPage("6 of 6 members take traffic, 1 draining.<");
      browser.open(stage.uri("/"));
      browser.await("tbody tr:nth-child(2)", "connected");
      browser.screenshot("10-well", true);

      assertThat(browser.title()).startsWith("All is well");
      assertThat(browser.text("#summary"))
          .isEqualTo("Backend web: 6 of 6 members take traffic, 1 draining.");
      assertThat(browser.text("#facts")).contains("version 1, 10 slots", "answers", "up for");
      assertThat(browser.visible("tbody tr")).isEqualTo(7);
      assertThat(browser.text(".idle")).isEqualTo("Empty, in maint: 3 slots, 8-10");
      assertThat(browser.text("tbody tr:nth-child(2)"))
          .contains("web2 i-0000000002 shop eu-west-1c 127.21.0.3 4/10 ready ready up connected");
      assertThat(browser.text("tbody tr:nth-child(7)")).contains("drains: terminating");

      browser.dark().screenshot("10-well-dark", true);
      assertThat(browser.colour("body", "background-color")).isEqualTo("rgba(17, 20, 24, 1)");

      stage.haproxy().stop();
      stage.awaitPage("HAProxy does not answer");
      // The page finds out by itself.
      browser.await("#headline", "1 problem");
      assertThat(browser.text("#problems li")).contains("systemctl status haproxy");
      assertThat(browser.title()).startsWith("1 problem");
      browser.screenshot("10-haproxy-down-dark", true);

      stage.haproxy().launch();
      browser.await("#headline", "All is well");

      stage.stopDynamoDb();
      browser.await("#summary", "The table cannot be read");
      assertThat(browser.text("#problems")).contains("kept in line with the last good list");
      assertThat(stage.get("/healthz").statusCode()).isEqualTo(200);
      browser.phone().screenshot("10-dynamodb-down-phone-dark", true);
    }
  }

  @Test
  void membersThatWaitForTheirFirstCheckServeNobodyYet() throws Exception {
    try (Stage stage = Stage.neverChecked(folder, 3, fleet(3));
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      stage.waitForChecks(3);
      stage.awaitPage("serves nobody yet");
      browser.open(stage.uri("/")).screenshot("3-waiting", true);

      assertThat(browser.title()).startsWith("1 problem");
      assertThat(browser.text("#summary"))
          .startsWith(
              "Backend web: 0 of 3 members take traffic, 3 wait for their first good check.\n");
      assertThat(browser.text("#problems"))
          .contains(
              "Backend web serves nobody yet: 3 of 3 members wait for their first good check");
    }
  }

  @Test
  void downMembersAreToldFirst() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      stage.stopListening(3);
      stage.stopListening(5);
      stage.awaitPage("2 servers of backend web are down");
      browser.open(stage.uri("/")).screenshot("10-two-down", true);

      assertThat(browser.text("#problems"))
          .contains("web3 (i-0000000003), web5 (i-0000000005)", "For ");
      assertThat(browser.text("tbody tr:nth-child(1)")).contains("web3", "connection refused");
      assertThat(browser.text("tbody tr:nth-child(2)")).contains("web5", "connection refused");

      browser.find("#show").click();
      assertThat(browser.visible("tbody tr")).isEqualTo(2);
      browser.phone().screenshot("10-two-down-phone", true);
      assertThat(browser.script("document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
    }
  }

  @Test
  void idOfAnInstanceStaysOnOneLineBesideALongRemark() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/?refresh=off"));

      Object lines =
          browser.script(
              """
              (() => {
                const cells = document.querySelector('tbody tr').cells;
                cells[1].textContent = 'i-0366fc09ccd3ed99e';
                cells[10].textContent = 'what is wrong with its row '.repeat(20);
                const id = document.createRange();
                id.selectNodeContents(cells[1]);
                return id.getClientRects().length;
              })()""");

      assertThat(lines).isEqualTo(1L);
    }
  }

  @Test
  void howACheckEndedIsNotBrokenWithinAWord() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.start()) {
      stage.awaitPage("connected");
      browser.open(stage.uri("/?refresh=off")).narrow().screenshot("10-narrow", true);

      Object lines =
          browser.script(
              """
              (() => {
                const word = document.querySelector('td:nth-child(9) small');
                word.textContent = 'connected';
                return word.getClientRects().length;
              })()""");

      assertThat(lines).isEqualTo(1L);
      assertThat(browser.script("document.querySelector('.wide').scrollWidth <= innerWidth"))
          .isEqualTo(true);
    }
  }

  @Test
  void thousandSlotsCanBeSearched() throws Exception {
    try (Stage stage = Stage.unchecked(folder, LARGE, fleet(LARGE));
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/")).screenshot("1000-well", false);
      assertThat(browser.count("tbody tr")).isEqualTo(LARGE);

      browser.find("#q").sendKeys("i-0000000777");
      browser.await("tbody tr:not([hidden])", "web777");
      assertThat(browser.count("tbody tr:not([hidden])")).isEqualTo(1);
      assertThat(browser.address()).endsWith("/?q=i-0000000777");
      browser.screenshot("1000-search", false);

      stage.haproxy().stop();
      browser.await("#headline", "1 problem");
      // What was typed is still there, and still works.
      assertThat(browser.count("tbody tr:not([hidden])")).isEqualTo(1);
      browser.open(stage.uri("/")).screenshot("1000-haproxy-down", false);
      browser.phone().screenshot("1000-haproxy-down-phone", false);
    }
  }

  @Test
  void serversThatThePageLeavesOutAreFoundBySearching() throws Exception {
    int slots = 1100;
    try (Stage stage = Stage.unchecked(folder, slots, fleet(slots));
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/"));
      assertThat(browser.count("tbody tr")).isEqualTo(1000);
      assertThat(browser.text(".rest")).startsWith("100 more servers not shown");

      browser.find("#q").sendKeys("i-0000001077");
      browser.await("tbody tr:not([hidden])", "web1077");
      assertThat(browser.count("tbody tr:not([hidden])")).isEqualTo(1);
      assertThat(browser.count(".rest")).isZero();

      stage.haproxy().stop();
      browser.await("#headline", "1 problem");
      assertThat(browser.text("tbody tr:not([hidden])")).contains("web1077");

      browser.find("#q").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
      browser.await(".rest", "100 more servers");
      assertThat(browser.count("tbody tr:not([hidden])")).isEqualTo(1000);
      browser.find("#q").sendKeys("nobody");
      browser.await("#backends", "No server to show.");
    }
  }

  @Test
  void everythingWorksWithoutJavaScript() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.withoutJavaScript()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/"));
      assertThat(browser.count("noscript meta[http-equiv=refresh]")).isEqualTo(1);

      browser.find("#q").sendKeys("I-0000000004");
      browser.find("form button").click();
      browser.awaitAddress("?q=I-0000000004");
      assertThat(browser.visible("tbody tr")).isEqualTo(1);

      browser.find("header a").click();
      browser.await("header a", "paused");
      assertThat(browser.count("meta[http-equiv=refresh]")).isZero();
      assertThat(browser.visible("tbody tr")).isEqualTo(1);
      browser.screenshot("10-without-javascript", true);

      browser.find("header a").click();
      browser.await("header a", "refreshes");
      stage.haproxy().stop();
      // The refresh is the browser's own.
      browser.await("#headline", "1 problem");
    }
  }

  @Test
  void nameOfAMemberCannotRunAScript() throws Exception {
    List<Slot> slots = new ArrayList<>();
    slots.add(
        serving(1, "<script>document.title='owned'</script>", "<img src=x onerror=alert(1)>", 10));
    slots.add(serving(2, "\"><svg onload=alert(1)>", "</td></table><script>alert(2)</script>", 10));
    try (Stage stage = Stage.unchecked(folder, 2, new SlotList(slots));
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/")).screenshot("hostile-names", true);

      assertThat(browser.title()).startsWith("All is well");
      assertThat(browser.text("tbody tr:nth-child(1)"))
          .contains("<script>document.title='owned'</script>");
      assertThat(browser.text("tbody tr:nth-child(2)")).contains("\"><svg onload=alert(1)>");
      assertThat(browser.count("main script, main img, main svg")).isZero();

      // Nor can one that gets past the escaping: the page's policy is the second lock.
      browser.script(
          "(() => { const s = document.createElement('script'); s.textContent = 'window.owned=1';"
              + " document.body.append(s); })()");
      assertThat(browser.script("typeof window.owned")).isEqualTo("undefined");
    }
  }

  @Test
  void pageSaysSoWhenTheAgentIsGone() throws Exception {
    try (Stage stage = ten();
        Browser browser = Browser.start()) {
      stage.awaitPage("All is well");
      browser.open(stage.uri("/"));
      stage.stopAgent();

      browser.await("#stale", "The agent does not answer any more");
      browser.screenshot("10-agent-gone", true);
    }
  }

  /** Seven members, one of which ramps and one drains. */
  private Stage ten() {
    List<Slot> slots = new ArrayList<>(fleet(6).slots());
    slots.set(1, serving(2, "i-0000000002", "shop", 4));
    slots.add(
        new Slot.Draining(
            7,
            Stage.member(7, "i-0000000007", "blog"),
            DrainReason.TERMINATING,
            Optional.of(Instant.parse("2026-01-01T10:00:00Z")),
            Optional.empty(),
            Optional.empty()));
    IntStream.rangeClosed(8, SMALL).forEach(number -> slots.add(new Slot.Empty(number)));
    Stage stage = Stage.checked(folder, SMALL, new SlotList(slots));
    IntStream.rangeClosed(1, 7).forEach(stage::listen);
    return stage;
  }

  private static SlotList fleet(int members) {
    return new SlotList(
        IntStream.rangeClosed(1, members)
            .mapToObj(number -> serving(number, "i-%010d".formatted(number), "shop", 10))
            .toList());
  }
}
