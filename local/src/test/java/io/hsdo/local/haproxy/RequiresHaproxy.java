package io.hsdo.local.haproxy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests, and says why, on a machine without HAProxy. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
    value = "io.hsdo.local.haproxy.RequiresHaproxy$Condition#isInstalled",
    disabledReason = "HAProxy is not installed")
public @interface RequiresHaproxy {
  /** Whether there is a HAProxy. */
  final class Condition {
    private Condition() {}

    static boolean isInstalled() {
      return HaproxyProgram.installed().isPresent();
    }
  }
}
