package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.text.Printable;
import java.util.List;
import java.util.Locale;

/** Findings as a person reads them. */
public record Report(List<Finding> findings) {
  public Report {
    findings = List.copyOf(findings);
  }

  /** Whether something keeps HSDO from working. */
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }

  public String summary() {
    return count(Severity.ERROR) + " error(s), " + count(Severity.WARNING) + " warning(s)";
  }

  /** A finding, whatever is in it, on one line. */
  public static String line(Finding finding) {
    return Printable.of(text(finding));
  }

  private static String text(Finding finding) {
    if (finding instanceof Mistake mistake) {
      String severity = mistake.kind().severity().name().toLowerCase(Locale.ROOT);
      return line(severity, mistake.kind().title(), mistake.text() + "; " + mistake.remedy());
    }
    Fine fine = (Fine) finding;
    return line("ok", fine.what(), fine.text());
  }

  private static String line(String severity, String title, String text) {
    return "%-8s%s: %s".formatted(severity, title, text);
  }

  private long count(Severity severity) {
    return findings.stream()
        .filter(
            finding -> finding instanceof Mistake mistake && mistake.kind().severity() == severity)
        .count();
  }
}
