package io.hsdo.local.cloud;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where {@link AnotherAws} can be had neither from the environment nor from Docker. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresAnotherAws.Condition.class)
public @interface RequiresAnotherAws {
  /** Whether there is one. */
  class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnotherAws.isAvailable()
          ? ConditionEvaluationResult.enabled("there is another AWS")
          : ConditionEvaluationResult.disabled(
              "needs Docker, for "
                  + AnotherAws.IMAGE
                  + ", or an AWS endpoint in "
                  + AnotherAws.ENDPOINT);
    }
  }
}
