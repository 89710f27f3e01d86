package io.hsdo.local.haproxy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, and says why, on a machine without HAProxy. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresHaproxy.Condition.class)
public @interface RequiresHaproxy {
  /** Whether there is a HAProxy. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return HaproxyProgram.installed()
          .map(program -> ConditionEvaluationResult.enabled(program + " is installed"))
          .orElseGet(() -> ConditionEvaluationResult.disabled("HAProxy is not installed"));
    }
  }
}
