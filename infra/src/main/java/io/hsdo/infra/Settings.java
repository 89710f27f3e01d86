package io.hsdo.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is to be deployed.
 *
 * @param account empty leaves it to the credentials of whoever deploys; so does {@code region}
 */
record Settings(Optional<String> account, Optional<String> region, List<ServiceSettings> services) {
  Settings {
    services = List.copyOf(services);
    account
        .filter(id -> !id.matches("[0-9]{12}"))
        .ifPresent(
            id -> {
              throw new SettingsException(
                  "account is '" + id + "': expected 12 digits in quotes, or none");
            });
    if (services.isEmpty()) {
      throw new SettingsException("services is empty: expected at least one");
    }
    Map<String, String> owners = new HashMap<>();
    for (ServiceSettings service : services) {
      requireOne(owners, "table " + service.table().name(), service);
      for (String group : service.hookedGroups()) {
        requireOne(
            owners,
            "hook " + service.server().autoScaling().terminateHook() + " on group " + group,
            service);
      }
    }
  }

  private static void requireOne(Map<String, String> owners, String what, ServiceSettings service) {
    String other = owners.putIfAbsent(what, service.name());
    if (other != null) {
      throw new SettingsException(
          "services "
              + other
              + " and "
              + service.name()
              + " both have "
              + what
              + ": each service needs its own");
    }
  }
}
