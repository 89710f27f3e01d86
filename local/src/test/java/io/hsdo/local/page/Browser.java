package io.hsdo.local.page;

import io.hsdo.local.e2e.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "page");
  private static final int BLOCKED = 2;

  private final ChromeDriver driver;

  private Browser(ChromeOptions options) {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
    wide();
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser start() {
    return new Browser(options());
  }

  static Browser withoutJavaScript() {
    ChromeOptions options = options();
    options.setExperimentalOption(
        "prefs", Map.of("profile.managed_default_content_settings.javascript", BLOCKED));
    return new Browser(options);
  }

  private static ChromeOptions options() {
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    // Root has no sandbox, and /dev/shm is small in a container.
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
    return options;
  }

  Browser open(Object uri) {
    driver.get(uri.toString());
    return this;
  }

  Browser wide() {
    return size(1400, 900, false);
  }

  /** Half a large screen. */
  Browser narrow() {
    return size(1000, 900, false);
  }

  Browser phone() {
    return size(390, 844, true);
  }

  private Browser size(int width, int height, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    return this;
  }

  Browser dark() {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    return this;
  }

  /** As it is seen; empty if it is not there. In one step, for the page may change at any time. */
  String text(String selector) {
    Object text =
        driver.executeScript(
            "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''",
            selector);
    return String.valueOf(text).replace('\t', ' ');
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** How many there are that can be seen. */
  long visible(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .count();
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  String address() {
    return driver.getCurrentUrl();
  }

  String title() {
    return driver.getTitle();
  }

  Object script(String script) {
    return driver.executeScript("return " + script);
  }

  String colour(String selector, String property) {
    return find(selector).getCssValue(property);
  }

  /** Waits until a page whose address has this is there. */
  void awaitAddress(String part) throws Exception {
    Await.that(
        () ->
            address().contains(part) && script("document.readyState").equals("complete")
                ? Optional.empty()
                : Optional.of(part + " in " + address()));
  }

  void await(String selector, String text) throws Exception {
    Await.that(
        () -> {
          String now = text(selector);
          return now.contains(text) ? Optional.empty() : Optional.of(text + " in " + now);
        });
  }

  /** For people to look at: the first screen, or all of the page. */
  Browser screenshot(String name, boolean whole) throws IOException {
    Object png =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", whole, "format", "png"))
            .get("data");
    Files.createDirectories(SCREENSHOTS);
    Files.write(
        SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(png)));
    return this;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
