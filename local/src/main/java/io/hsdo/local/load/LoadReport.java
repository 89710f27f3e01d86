package io.hsdo.local.load;

import java.time.Duration;
import java.util.List;

/** What came of a load. */
public record LoadReport(List<Answer> answers, List<Failure> failures, Duration duration) {
  public LoadReport {
    answers = List.copyOf(answers);
    failures = List.copyOf(failures);
  }

  public int requests() {
    return answers.size() + failures.size();
  }

  public long requestsPerSecond() {
    return requests() * 1000L / Math.max(1, duration.toMillis());
  }

  /** In a line, for people. */
  public String summary() {
    return "%d requests in %.1f s (%d/s), %d failed"
        .formatted(requests(), duration.toMillis() / 1000.0, requestsPerSecond(), failures.size());
  }
}
