package io.hsdo.check;

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
    String severity = finding.severity().name().toLowerCase(Locale.ROOT);
    return Printable.of("%-8s%s: %s".formatted(severity, finding.title(), finding.sentence()));
  }

  private long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
