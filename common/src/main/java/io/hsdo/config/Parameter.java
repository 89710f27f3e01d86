package io.hsdo.config;

import java.util.Optional;

/** Every parameter there is, by the name it has in the environment and in the file. */
public enum Parameter {
  // Both halves
  INTERVAL,
  HAPROXY_BACKEND_SERVERS_LIST_SIZE,
  DEBUG,
  LOG_FORMAT,
  DYNAMODB_TABLE_NAME,
  AWS_REGION,
  AWS_DEFAULT_REGION,
  EXPORTER_PORT,
  EXPORTER_ADDRESS,

  // The refresh
  SERVER_MODE,
  SERVER_ASG_NAMES,
  SERVER_ASG_TAGS,
  SERVER_CONSUL_API_URL,
  SERVER_CONSUL_SERVICE_NAME,
  SERVER_CONSUL_TOKEN,
  SERVER_CONSUL_DATACENTER,
  CONSUL_CACERT,
  SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT,
  SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT,
  SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT,
  SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL,
  SERVER_DRAIN_SECONDS,
  SERVER_TERMINATE_HOOK_NAME,
  SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT,
  SERVER_TAKE_OVER,

  // The agent
  CLIENT_HAPROXY_SOCKET_PATH,
  CLIENT_HAPROXY_BACKEND_LIST,
  CLIENT_HAPROXY_BACKEND_NAME,
  CLIENT_HAPROXY_BACKEND_BASE_NAME,
  CLIENT_HAPROXY_BACKEND_SERVER_PORT,
  CLIENT_DEDICATED_ASG,
  CLIENT_ASG_NAMES,
  CLIENT_HAPROXY_FALLBACK_BACKEND_NAME,
  CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME,
  CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND,
  CLIENT_ZONE_AFFINITY,
  CLIENT_ZONE,
  CLIENT_CACHE_PATH,
  CLIENT_CACHE_MAX_AGE;

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
