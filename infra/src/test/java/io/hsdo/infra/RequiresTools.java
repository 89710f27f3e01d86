package io.hsdo.infra;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips tests, and says why, on a machine without these programs. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(RequiresTools.Condition.class)
@interface RequiresTools {
  String[] value();

  /** Whether all are there. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<String> missing =
          AnnotationSupport.findAnnotation(context.getElement(), RequiresTools.class).stream()
              .flatMap(annotation -> Arrays.stream(annotation.value()))
              .filter(tool -> Tools.find(tool).isEmpty())
              .toList();
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("nothing is missing")
          : ConditionEvaluationResult.disabled(String.join(" and ", missing) + " not installed");
    }
  }
}
