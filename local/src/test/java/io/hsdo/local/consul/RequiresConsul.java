package io.hsdo.local.consul;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests, and says why, on a machine without Consul. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
    value = "io.hsdo.local.consul.ConsulProgram#isThere",
    disabledReason = "there is no Consul: scripts/consul fetches one")
@interface RequiresConsul {}
