package io.hsdo.config;

import static io.hsdo.config.Parameter.Scope.AGENT;
import static io.hsdo.config.Parameter.Scope.BOTH;
import static io.hsdo.config.Parameter.Scope.CONSUL;
import static io.hsdo.config.Parameter.Scope.PROGRAMS;
import static io.hsdo.config.Parameter.Scope.REFRESH;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter there is, by the name it has in the environment and in the file: who reads it,
 * and what it is unless it is given. In the order of the README.
 */
public enum Parameter {
  DYNAMODB_TABLE_NAME(BOTH),
  AWS_REGION(BOTH),
  AWS_DEFAULT_REGION(BOTH),
  INTERVAL(PROGRAMS, "1"),
  DEBUG(BOTH, "false"),
  LOG_FORMAT(BOTH, "text"),
  EXPORTER_ADDRESS(PROGRAMS, "0.0.0.0"),
  EXPORTER_PORT(PROGRAMS, "6789"),

  SERVER_MODE(REFRESH, "aws"),
  SERVER_ASG_NAMES(REFRESH),
  SERVER_ASG_TAGS(REFRESH),
  SERVER_CONSUL_API_URL(CONSUL),
  SERVER_CONSUL_SERVICE_NAME(CONSUL),
  SERVER_CONSUL_TOKEN(CONSUL),
  SERVER_CONSUL_DATACENTER(CONSUL),
  CONSUL_CACERT(CONSUL),
  HAPROXY_BACKEND_SERVERS_LIST_SIZE(REFRESH),
  SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT(REFRESH, "1"),
  SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT(REFRESH, "10"),
  SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT(REFRESH, "1"),
  SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL(REFRESH, "30"),
  SERVER_DRAIN_SECONDS(REFRESH, "30"),
  SERVER_TERMINATE_HOOK_NAME(REFRESH, "hsdo-drain"),
  SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT(REFRESH, "20"),
  SERVER_TAKE_OVER(REFRESH, "false"),

  CLIENT_HAPROXY_SOCKET_PATH(AGENT, "/var/run/haproxy/admin.sock"),
  CLIENT_HAPROXY_BACKEND_LIST(AGENT),
  CLIENT_HAPROXY_BACKEND_NAME(AGENT),
  CLIENT_HAPROXY_BACKEND_BASE_NAME(AGENT),
  CLIENT_HAPROXY_BACKEND_SERVER_PORT(AGENT, "80"),
  CLIENT_DEDICATED_ASG(AGENT, "false"),
  CLIENT_ASG_NAMES(AGENT),
  CLIENT_ZONE_AFFINITY(AGENT, "false"),
  CLIENT_ZONE(AGENT),
  CLIENT_HAPROXY_FALLBACK_BACKEND_NAME(AGENT),
  CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME(AGENT),
  CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND(AGENT, "false"),
  CLIENT_CACHE_PATH(AGENT, "/var/lib/hsdo/slots.json"),
  CLIENT_CACHE_MAX_AGE(AGENT, "86400");

  /** Who reads it. */
  enum Scope {
    /** Agent and refresh. */
    BOTH,
    /** The same, unless the refresh is a Lambda function. */
    PROGRAMS,
    AGENT,
    REFRESH,
    /** The refresh of members from Consul. */
    CONSUL
  }

  private final Scope scope;
  private final @Nullable String defaultText;

  Parameter(Scope scope) {
    this(scope, null);
  }

  Parameter(Scope scope, @Nullable String defaultText) {
    this.scope = scope;
    this.defaultText = defaultText;
  }

  public boolean isOfAgent() {
    return scope == BOTH || scope == PROGRAMS || scope == AGENT;
  }

  /** Whether the refresh of Auto Scaling Groups reads it as a Lambda function. */
  public boolean isOfFunction() {
    return scope == BOTH || scope == REFRESH;
  }

  /** Whether only the refresh of members from Consul reads it. */
  public boolean isOfConsul() {
    return scope == CONSUL;
  }

  /** What it is if it is not given, as it would be written. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /** Whether its value must be shown to nobody, in no message and no log. */
  public boolean isSecret() {
    return this == SERVER_CONSUL_TOKEN;
  }

  /** The parameter of this name. */
  public static Optional<Parameter> named(String name) {
    for (Parameter parameter : values()) {
      if (parameter.name().equals(name)) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }
}
