package io.hsdo.local.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests, and says why, on a machine without Chromium or its driver. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
    value = "io.hsdo.local.page.Browser#isInstalled",
    disabledReason = "Chromium is not installed (Debian: chromium and chromium-driver)")
@interface RequiresChromium {}
