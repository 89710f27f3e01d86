package io.hsdo.infra;

import java.util.List;

/**
 * Where in a VPC the function runs, for accounts whose policies allow functions, or calls of AWS,
 * from there alone. All that it asks are the AWS APIs, through NAT or endpoints.
 *
 * @param securityGroups one that allows all outbound is made if there is none
 */
record Network(String vpc, List<String> subnets, List<String> securityGroups) {
  Network {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    requirePrefix("id", List.of(vpc), "vpc-");
    requirePrefix("subnets", subnets, "subnet-");
    requirePrefix("securityGroups", securityGroups, "sg-");
    if (subnets.isEmpty()) {
      throw new SettingsException("vpc: subnets is empty: expected ids such as subnet-0123abcd");
    }
  }

  private static void requirePrefix(String name, List<String> ids, String prefix) {
    for (String id : ids) {
      if (!id.startsWith(prefix)) {
        throw new SettingsException(
            "vpc: " + name + " has '" + id + "': expected an id such as " + prefix + "0123abcd");
      }
    }
  }
}
