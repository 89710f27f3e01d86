package io.hsdo.prometheus;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prometheus's own judgement of metrics. */
public final class Promtool {
  private Promtool() {}

  /**
   * What it finds to improve in a scrape: nothing, if all is well. Where it is not installed the
   * test is aborted.
   */
  public static String check(String scrape) throws IOException, InterruptedException {
    Path metrics = Files.writeString(Files.createTempFile("metrics", ".prom"), scrape);
    try {
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(metrics.toFile())
              .redirectErrorStream(true)
              .start();
      String found = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = promtool.waitFor();
      return status == 0 ? found : "status " + status + ": " + found;
    } catch (IOException e) {
      return abort("promtool is not installed: on Debian it is in the package prometheus");
    } finally {
      Files.delete(metrics);
    }
  }
}
