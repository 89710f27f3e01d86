package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.consul.ConsulFleet;
import io.hsdo.consul.ConsulSettings;
import io.hsdo.consul.ConsulWatch;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.FleetWatch;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.fleet.LifecycleHooks;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Where members come from: the modes of {@code SERVER_MODE}, each with what it needs. */
public sealed interface FleetSettings {
  /** Connects to it, for passes. */
  Fleet connect(AwsSettings aws, Clock clock);

  /** How a server waits between two passes. */
  FleetWatch watch(Clock clock);

  /** What a pass asks, and what it tells. */
  record Fleet(FleetSource source, LifecycleHooks hooks) {}

  static FleetSettings of(Parameters parameters) {
    String mode = parameters.text(Parameter.SERVER_MODE).orElseThrow();
    return switch (mode) {
      case "aws" -> Aws.of(parameters);
      case "consul" -> new Consul(ConsulSettings.of(parameters));
      default ->
          throw new ConfigurationException(
              Parameter.SERVER_MODE + " is '" + mode + "': expected aws or consul");
    };
  }

  /**
   * Auto Scaling Groups.
   *
   * @param terminateHook the name of our lifecycle hook
   */
  record Aws(GroupSelection groups, String terminateHook) implements FleetSettings {
    /** As PutLifecycleHook takes it. */
    private static final Pattern HOOK_NAME = Pattern.compile("[A-Za-z0-9_/-]{1,255}");

    static Aws of(Parameters parameters) {
      return new Aws(groups(parameters), hook(parameters));
    }

    private static String hook(Parameters parameters) {
      String name = parameters.text(Parameter.SERVER_TERMINATE_HOOK_NAME).orElseThrow();
      if (!HOOK_NAME.matcher(name).matches()) {
        throw new ConfigurationException(
            Parameter.SERVER_TERMINATE_HOOK_NAME
                + " is '"
                + name
                + "': expected 1 to 255 letters, digits, '-', '_' or '/'");
      }
      return name;
    }

    private static GroupSelection groups(Parameters parameters) {
      Set<String> names = new TreeSet<>(parameters.list(Parameter.SERVER_ASG_NAMES));
      Map<String, String> tags = new LinkedHashMap<>();
      for (String tag : parameters.list(Parameter.SERVER_ASG_TAGS)) {
        int equals = tag.indexOf('=');
        if (equals < 1) {
          throw new ConfigurationException(
              Parameter.SERVER_ASG_TAGS + " has '" + tag + "': expected key=value,key2=value2");
        }
        String key = tag.substring(0, equals).strip();
        if (tags.put(key, tag.substring(equals + 1).strip()) != null) {
          throw new ConfigurationException(
              Parameter.SERVER_ASG_TAGS
                  + " has '"
                  + key
                  + "' twice: expected each key once, as a group has it once");
        }
      }
      if (names.isEmpty() && tags.isEmpty()) {
        throw new ConfigurationException(
            Parameter.SERVER_ASG_NAMES
                + " and "
                + Parameter.SERVER_ASG_TAGS
                + " are not set: expected the names or the tags of the Auto Scaling Groups to"
                + " serve, because "
                + Parameter.SERVER_MODE
                + " is 'aws'");
      }
      return new GroupSelection(names, tags);
    }

    @Override
    public Fleet connect(AwsSettings aws, Clock clock) {
      var autoScaling = AwsClients.autoScaling(aws);
      return new Fleet(
          new AutoScalingFleet(groups, autoScaling, AwsClients.ec2(aws), clock),
          new AutoScalingHooks(autoScaling, terminateHook));
    }

    @Override
    public FleetWatch watch(Clock clock) {
      return atMost -> {
        TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
        return false;
      };
    }
  }

  /** Services of Consul, whose instances wait for nobody: there are no hooks to be told. */
  record Consul(ConsulSettings settings) implements FleetSettings {
    @Override
    public Fleet connect(AwsSettings aws, Clock clock) {
      return new Fleet(new ConsulFleet(settings), action -> false);
    }

    @Override
    public FleetWatch watch(Clock clock) {
      return ConsulWatch.start(settings, clock);
    }
  }
}
