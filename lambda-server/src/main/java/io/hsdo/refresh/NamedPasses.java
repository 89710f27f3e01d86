package io.hsdo.refresh;

import io.hsdo.logging.Pass;
import io.hsdo.plan.Trigger;
import io.hsdo.text.Reason;

/** Passes whose failures name them, as every line of theirs does: Lambda prints what was thrown. */
final class NamedPasses implements Passes {
  private final Passes passes;

  NamedPasses(Passes passes) {
    this.passes = passes;
  }

  @Override
  public Outcome pass(Trigger trigger) {
    Pass pass = Pass.begin();
    try {
      return passes.pass(trigger);
    } catch (RuntimeException e) {
      throw new RefreshException("pass " + pass.id() + " failed: " + Reason.of(e), e);
    } finally {
      pass.end();
    }
  }
}
