package io.hsdo.status;

import static io.hsdo.status.Html.escape;
import static io.hsdo.status.Html.small;

import io.hsdo.config.Build;
import io.hsdo.haproxy.HaproxyInfo;
import io.hsdo.http.HttpReply;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The status page: a verdict, what is not right, and each backend's servers. It asks for nothing
 * from anywhere, and its policy lets nothing run but what it brings itself.
 */
final class Page {
  private static final String REFRESH =
      "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>";
  private static final int NONCE_BYTES = 18;

  private final Template template = Template.resource("page.html");
  private final SecureRandom random = new SecureRandom();

  HttpReply reply(Overview now, Query query) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().encodeToString(bytes);
    String policy =
        "default-src 'none'; style-src 'nonce-%1$s'; script-src 'nonce-%1$s'; img-src data:;"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return HttpReply.of(200, "text/html; charset=utf-8", html(now, query, nonce))
        .with("Content-Security-Policy", policy.formatted(nonce));
  }

  String html(Overview now, Query query, String nonce) {
    List<BackendView> backends = BackendView.of(now);
    List<Problem> problems = Diagnosis.of(now, backends);
    var verdict = new Verdict(now, backends, problems);
    Map<String, String> gaps = new HashMap<>();
    gaps.put("nonce", nonce);
    gaps.put("title", escape(verdict.headline() + " · " + now.subject().table()));
    gaps.put("icon", icon(verdict.style()));
    gaps.put("refresh", query.paused() ? "" : REFRESH);
    gaps.put("paused", Boolean.toString(query.paused()));
    gaps.put("pause", pause(query));
    gaps.put("table", escape(now.subject().table()));
    gaps.put("clock", Words.second(now.wall()));
    gaps.put("severity", verdict.style());
    gaps.put("headline", escape(verdict.headline()));
    gaps.put("summary", summary(verdict, problems));
    gaps.put("facts", facts(now));
    gaps.put("q", escape(query.text()));
    gaps.put("checked", query.problemsOnly() ? " checked" : "");
    gaps.put(
        "keep", query.paused() ? "<input type=\"hidden\" name=\"refresh\" value=\"off\">" : "");
    gaps.put(
        "backends",
        Html.join(
            backends.stream()
                .map(backend -> new ServerTable(backend, query, now.haproxyTrouble()).html())
                .toList()));
    gaps.put("version", escape(Build.version()));
    return template.fill(gaps);
  }

  /** A dot in the colour of the verdict, for whoever keeps the page in a tab. */
  private static String icon(String style) {
    String colour =
        style.equals("good") ? "#1a7f3c" : style.equals("critical") ? "#c5221f" : "#e69500";
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='"
            + colour
            + "'/></svg>";
    return URLEncoder.encode(svg, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String pause(Query query) {
    return "<a href=\""
        + escape(query.pausing(!query.paused()).link())
        + "\">"
        + (query.paused() ? "paused: go on" : "refreshes every 5 s: pause")
        + "</a>";
  }

  private static String summary(Verdict verdict, List<Problem> problems) {
    var html = new StringBuilder("<p>" + escape(verdict.summary()) + "</p>");
    if (!problems.isEmpty()) {
      html.append("<ul id=\"problems\">");
      for (Problem problem : problems) {
        html.append("<li class=\"").append(problem.severity().text()).append("\"><strong>");
        html.append(escape(problem.what())).append("</strong> ");
        problem
            .lasting()
            .ifPresent(lasting -> html.append("For ").append(Words.duration(lasting)).append(". "));
        html.append(escape(problem.remedy())).append("</li>");
      }
      html.append("</ul>");
    }
    return html.toString();
  }

  private static String facts(Overview now) {
    return fact("Slot list", list(now))
        + fact(
            "Last poll",
            escape(Words.duration(now.pollAge()) + " ago") + small("every " + interval(now)))
        + fact("DynamoDB", health(now.poll().table(), now))
        + fact("HAProxy", health(now.poll().haproxy().health(), now) + haproxy(now))
        + fact("Whole list carried", carried(now));
  }

  private static String carried(Overview now) {
    if (now.haproxyTrouble().isPresent()) {
      return "unknown" + small(now.haproxyTrouble().get());
    }
    return now.haproxyAnswers() && now.carried()
        ? "yes"
        : "not yet" + small("by this HAProxy process");
  }

  private static String fact(String name, String html) {
    return "<div><dt>" + name + "</dt><dd>" + html + "</dd></div>";
  }

  private static String interval(Overview now) {
    return BigDecimal.valueOf(now.subject().interval().toMillis(), 3)
            .stripTrailingZeros()
            .toPlainString()
        + " s";
  }

  private static String list(Overview now) {
    if (now.list().isEmpty()) {
      return "none yet";
    }
    Overview.KnownList list = now.list().get();
    var text = new StringBuilder();
    list.header()
        .ifPresent(
            header ->
                text.append("changed ").append(Words.second(header.updatedAt())).append(", "));
    text.append(list.source() == Overview.Source.FILE ? "from the file, " : "");
    text.append("confirmed ").append(Words.duration(now.confirmedAgo(list))).append(" ago");
    list.refreshAge()
        .ifPresent(
            age -> text.append(", refresh seen ").append(Words.duration(age)).append(" ago"));
    return escape(list.versionText() + ", " + Words.count(list.size(), "slot"))
        + small(text.toString());
  }

  private static String health(Health health, Overview now) {
    return health instanceof Health.Fails fails
        ? escape(
            (fails.answers() ? "fails for " : "does not answer for ")
                + Words.duration(Duration.between(fails.since(), now.now())))
        : health instanceof Health.Works ? "answers" : "not asked yet";
  }

  private static String haproxy(Overview now) {
    if (now.pass().isEmpty()) {
      return "";
    }
    HaproxyInfo info = now.pass().get().observed().info();
    return small(
        "%s%s, pid %s, %s %s"
            .formatted(
                now.haproxyAnswers() ? "" : "was ",
                info.version(),
                info.process().pid(),
                now.haproxyAnswers() ? "up for" : "had been up for",
                Words.duration(Duration.ofSeconds(info.uptimeSec()))));
  }
}
