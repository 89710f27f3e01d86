package io.hsdo.local.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, and says why, on a machine without Prometheus or its promtool. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresPrometheus.Condition.class)
@interface RequiresPrometheus {
  /** Whether there are both. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Prometheus.isInstalled()
          ? ConditionEvaluationResult.enabled("prometheus and promtool are installed")
          : ConditionEvaluationResult.disabled(
              "prometheus or promtool is not installed (Debian: prometheus)");
    }
  }
}
