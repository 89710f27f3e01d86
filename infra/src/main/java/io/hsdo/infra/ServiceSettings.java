package io.hsdo.infra;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.logging.LogSettings;
import io.hsdo.refresh.ListSize;
import io.hsdo.refresh.ServerConfiguration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service is to be deployed with. It exists only if the refresh itself takes its parameters.
 *
 * @param parameters of the refresh, without the table's name
 * @param hookedGroups the groups that get our terminate hook
 * @param maxSizes the most members that a group may have, for those groups where it was told
 * @param reservedConcurrency empty leaves the function in the account's common pool
 * @param haproxyRoles the names of roles that get the agents' policy
 * @param alarmTopic the ARN of an SNS topic
 */
record ServiceSettings(
    String name,
    SlotTable table,
    Map<Parameter, String> parameters,
    Set<String> hookedGroups,
    Map<String, Integer> maxSizes,
    OptionalInt reservedConcurrency,
    int logRetentionDays,
    Optional<Network> network,
    List<String> haproxyRoles,
    Optional<String> alarmTopic,
    Map<String, String> tags) {

  /** What CloudWatch Logs takes. */
  private static final List<Integer> LOG_RETENTIONS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  /** The ARN of an SNS topic; its group is the region. */
  private static final Pattern TOPIC = Pattern.compile("arn:[^:]+:sns:([^:]+):[0-9]{12}:[^:]+");

  /** Room for a whole replacement of the fleet to be started before the old members have left. */
  private static final double SLOTS_PER_MEMBER = 1.5;

  /** IAM takes 10,240 characters of policies in a role; what is not about groups takes 900. */
  private static final int POLICY_ROOM = 9_300;

  /** Of a group, with its quotes, in a region and a partition of long names. */
  private static final int ARN_WITHOUT_NAME = 105;

  ServiceSettings {
    parameters = Collections.unmodifiableMap(new EnumMap<>(parameters));
    hookedGroups = Collections.unmodifiableSet(new TreeSet<>(hookedGroups));
    maxSizes = Collections.unmodifiableMap(new TreeMap<>(maxSizes));
    haproxyRoles = List.copyOf(haproxyRoles);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    if (!Pattern.matches("[A-Za-z][A-Za-z0-9-]{0,63}", name)) {
      throw new SettingsException(
          "name '" + name + "' is refused: expected a letter, then letters, digits or '-'");
    }
    if (!LOG_RETENTIONS.contains(logRetentionDays)) {
      throw new SettingsException(
          "logRetentionDays is " + logRetentionDays + ": expected one of " + LOG_RETENTIONS);
    }
    alarmTopic
        .filter(arn -> !TOPIC.matcher(arn).matches())
        .ifPresent(
            arn -> {
              throw new SettingsException(
                  "alarmTopic is '" + arn + "': expected the ARN of an SNS topic");
            });
    ServerConfiguration server = server(table, parameters);
    requireRoom(server.autoScaling().groups().names());
    requireNamed("terminateHooks", hookedGroups, server.autoScaling().groups());
    if (server.autoScaling().groups().tags().isEmpty()) {
      requireNamed("maxSizes", maxSizes.keySet(), server.autoScaling().groups());
    }
  }

  private static void requireRoom(Set<String> groups) {
    if (groups.stream().mapToInt(name -> name.length() + ARN_WITHOUT_NAME).sum() > POLICY_ROOM) {
      throw new SettingsException(
          Parameter.SERVER_ASG_NAMES
              + " has "
              + groups.size()
              + " groups, more than a policy of IAM has room for: give them a tag, and name that in "
              + Parameter.SERVER_ASG_TAGS);
    }
  }

  private static void requireNamed(String key, Set<String> groups, GroupSelection selection) {
    for (String group : groups) {
      if (!selection.names().contains(group)) {
        throw new SettingsException(
            key
                + " has '"
                + group
                + "': expected groups of "
                + Parameter.SERVER_ASG_NAMES
                + ", which are "
                + new TreeSet<>(selection.names())
                + (selection.tags().isEmpty()
                    ? ""
                    : "; a hook cannot be put on groups found by tag"));
      }
    }
  }

  private static ServerConfiguration server(SlotTable table, Map<Parameter, String> parameters) {
    Map<Parameter, String> all = new EnumMap<>(Parameter.class);
    all.putAll(parameters);
    all.put(Parameter.DYNAMODB_TABLE_NAME, table.name());
    try {
      Parameters given = Parameters.of(all, "of this service");
      LogSettings.of(given, false);
      ServerConfiguration server = ServerConfiguration.of(given);
      server.autoScaling();
      return server;
    } catch (ConfigurationException e) {
      throw new SettingsException("parameters", e);
    }
  }

  /** What the refresh makes of its parameters. */
  ServerConfiguration server() {
    return server(table, parameters);
  }

  /** Where the topic is: an alarm tells only topics of its own region. */
  Optional<String> alarmRegion() {
    return alarmTopic.map(TOPIC::matcher).filter(Matcher::matches).map(topic -> topic.group(1));
  }

  /** The environment of the function. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    parameters.forEach((parameter, value) -> environment.put(parameter.name(), value));
    environment.put(Parameter.DYNAMODB_TABLE_NAME.name(), table.name());
    // In text, Logs Insights could ask for no more than the whole line.
    environment.putIfAbsent(Parameter.LOG_FORMAT.name(), "json");
    return environment;
  }

  /** What is worth telling before a deployment, although it can be deployed. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    int members = maxSizes.values().stream().mapToInt(Integer::intValue).sum();
    int needed = (int) Math.ceil(members * SLOTS_PER_MEMBER);
    Optional<Integer> size = server().size();
    if (size.isPresent() && size.get() < needed) {
      warnings.add(
          tooFew(Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE + " is " + size.get(), needed));
    }
    if (size.isEmpty() && table instanceof SlotTable.New && ListSize.OF_A_NEW_TABLE < needed) {
      warnings.add(
          tooFew(
              Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE
                  + " is not set and a new table has "
                  + ListSize.OF_A_NEW_TABLE
                  + " slots",
              needed));
    }
    return warnings;
  }

  private String tooFew(String size, int needed) {
    return "service "
        + name
        + ": "
        + size
        + ": give it at least "
        + needed
        + ", 1.5 times what the groups' maximum sizes come to, so that newcomers find a slot while"
        + " the old members drain";
  }
}
