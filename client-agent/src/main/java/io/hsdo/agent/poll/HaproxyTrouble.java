package io.hsdo.agent.poll;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Backend;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a pass could not carry out, in words. */
final class HaproxyTrouble {
  private HaproxyTrouble() {}

  /** A sentence for each kind of trouble; empty if there is none. */
  static String describe(HaproxyPass pass, List<UnknownRow> unknown) {
    List<String> sentences = new ArrayList<>();
    if (pass.observed().info().stopping()) {
      sentences.add("HAProxy is stopping; waiting for its successor");
    }
    add(
        sentences,
        "HAProxy lacks backends",
        pass.observed().missingBackends().stream().map(Backend::name).toList());
    add(sentences, "HAProxy lacks servers", pass.reconciliation().missing());
    add(
        sentences,
        "tracking or name resolution, not HSDO, decides over servers",
        pass.reconciliation().unreachable());
    add(
        sentences,
        "HAProxy refuses",
        pass.failures().stream()
            .map(failure -> "'" + failure.command() + "' (" + failure.text() + ")")
            .toList());
    add(
        sentences,
        "rows are missing or refused and their slots stay as they were",
        unknown.stream().map(UnknownRow::description).toList());
    return String.join("; ", sentences);
  }

  private static void add(List<String> sentences, String what, Collection<?> names) {
    if (!names.isEmpty()) {
      sentences.add(what + ": " + Some.of(names));
    }
  }
}
