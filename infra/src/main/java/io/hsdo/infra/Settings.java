package io.hsdo.infra;

import io.hsdo.config.Parameter;
import io.hsdo.refresh.FleetSettings;
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
      requireOwnTable(owners, service);
      services.stream()
          .filter(other -> !other.name().equals(service.name()))
          .forEach(other -> requireOwnHook(service, other));
      region.ifPresent(ours -> requireTopicOf(ours, service));
    }
  }

  private static void requireTopicOf(String region, ServiceSettings service) {
    service
        .alarmRegion()
        .filter(topics -> !topics.equals(region))
        .ifPresent(
            topics -> {
              throw new SettingsException(
                  "service "
                      + service.name()
                      + ": alarmTopic is of region "
                      + topics
                      + ": expected a topic of "
                      + region
                      + ", because alarms tell only topics of their own region");
            });
  }

  private static void requireOwnTable(Map<String, String> owners, ServiceSettings service) {
    String table = service.table().name();
    String other = owners.putIfAbsent(table, service.name());
    if (other != null) {
      throw new SettingsException(
          "services "
              + other
              + " and "
              + service.name()
              + " both have table "
              + table
              + ": each service needs its own");
    }
  }

  /**
   * A refresh completes the hook of its name on every group it serves, whoever has put it there. Of
   * groups that the other finds by tag nothing is known here.
   */
  private static void requireOwnHook(ServiceSettings owner, ServiceSettings other) {
    FleetSettings.Aws others = other.server().autoScaling();
    String hook = owner.server().autoScaling().terminateHook();
    if (!others.terminateHook().equals(hook)) {
      return;
    }
    for (String group : owner.hookedGroups()) {
      if (others.groups().names().contains(group)) {
        throw new SettingsException(
            "services "
                + owner.name()
                + " and "
                + other.name()
                + " would both complete hook "
                + hook
                + " of group "
                + group
                + ", and cut each other's drains: give "
                + other.name()
                + " a "
                + Parameter.SERVER_TERMINATE_HOOK_NAME
                + " of its own");
      }
    }
  }
}
