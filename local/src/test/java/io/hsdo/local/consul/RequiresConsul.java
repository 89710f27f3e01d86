package io.hsdo.local.consul;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, and says why, on a machine without Consul. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresConsul.Condition.class)
@interface RequiresConsul {
  /** Whether there is a Consul. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return ConsulProgram.find()
          .map(program -> ConditionEvaluationResult.enabled("Consul is " + program))
          .orElseGet(
              () ->
                  ConditionEvaluationResult.disabled(
                      "there is no Consul: scripts/consul fetches one"));
    }
  }
}
