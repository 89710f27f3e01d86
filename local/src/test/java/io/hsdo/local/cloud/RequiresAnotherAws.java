package io.hsdo.local.cloud;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips where {@link AnotherAws} can be had neither from the environment nor from Docker. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@EnabledIf(
    value = "io.hsdo.local.cloud.AnotherAws#isAvailable",
    disabledReason =
        "needs Docker, for " + AnotherAws.IMAGE + ", or an AWS endpoint in " + AnotherAws.ENDPOINT)
public @interface RequiresAnotherAws {}
