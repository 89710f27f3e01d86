package io.hsdo.local.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests, and says why, on a machine without Prometheus or its promtool. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
    value = "io.hsdo.local.monitoring.Prometheus#isInstalled",
    disabledReason = "prometheus or promtool is not installed (Debian: prometheus)")
@interface RequiresPrometheus {}
