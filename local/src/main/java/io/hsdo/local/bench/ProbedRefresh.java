package io.hsdo.local.bench;

import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.service.Parts;
import io.hsdo.local.service.Program;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fleet of instances in groups of 100, a table with a slot for each, and a {@link RefreshProbe}
 * of the built jar that serves them. What it asks is counted where it arrives. Instances have full
 * weight at the end of the ramp that HSDO has by default.
 */
final class ProbedRefresh implements AutoCloseable {
  private static final String TABLE = "slots";
  private static final int GROUP = 100;

  private final Parts parts = new Parts();
  private final LocalCloud cloud;
  private final DynamoDbLocal dynamoDb;
  private final CountingProxy proxy;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private Map<String, Traffic> taken = Map.of();

  /**
   * @param jvm options of the JVM that runs the refresh
   */
  ProbedRefresh(int instances, List<String> jvm) {
    try {
      cloud = parts.add(LocalCloud.builder().timings(Timings.instant()).start());
      List<String> groups = new ArrayList<>();
      for (int left = instances; left > 0; left -= GROUP) {
        String group = "web-%03d".formatted(groups.size());
        groups.add(group);
        cloud.createGroup(group, Math.min(GROUP, left), "eu-west-1a", "eu-west-1b");
      }
      dynamoDb = parts.add(DynamoDbLocal.start());
      dynamoDb.createTable(TABLE);
      proxy = parts.add(CountingProxy.before(dynamoDb.endpoint()));
      Process probe = start(jvm, environment(groups, instances));
      parts.add(
          () -> {
            probe.getOutputStream().close();
            probe.waitFor();
          });
      orders = new PrintWriter(probe.outputWriter(StandardCharsets.UTF_8), true);
      answers = probe.inputReader(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private Map<String, String> environment(List<String> groups, int instances) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        cloud.endpoint().toString(),
        "AWS_ENDPOINT_URL_DYNAMODB",
        proxy.endpoint().toString(),
        "AWS_REGION",
        "eu-west-1",
        "AWS_ACCESS_KEY_ID",
        "local",
        "AWS_SECRET_ACCESS_KEY",
        "local",
        "DYNAMODB_TABLE_NAME",
        TABLE,
        "SERVER_ASG_NAMES",
        String.join(",", groups),
        "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
        Integer.toString(instances));
  }

  private static Process start(List<String> jvm, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.add("-cp");
    command.add(
        Program.Jar.SERVER.path() + File.pathSeparator + Program.origin(RefreshProbe.class));
    command.add(RefreshProbe.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + command, e);
    }
  }

  /** Runs scheduled passes, with a pause on the refresh's own clock before each. */
  PassCost passes(int count, Duration pause) {
    orders.println(pause.toSeconds() + " " + count);
    // A JVM that is told to record itself says so in between.
    return answers
        .lines()
        .flatMap(line -> PassCost.parse(line).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the refresh has ended"));
  }

  /** What it asked since the last look, by action as IAM names it. */
  Map<String, Traffic> takeTraffic() {
    Map<String, Traffic> all = new TreeMap<>();
    cloud
        .calls()
        .all()
        .forEach(
            (action, tally) ->
                all.put(
                    action, new Traffic(tally.count(), tally.requestBytes(), tally.answerBytes())));
    proxy
        .traffic()
        .forEach(
            (operation, passed) ->
                all.put(
                    "dynamodb:" + operation,
                    new Traffic(passed.requests(), passed.sent(), passed.received())));
    Map<String, Traffic> since = new TreeMap<>();
    all.forEach(
        (action, traffic) ->
            since.put(action, traffic.minus(taken.getOrDefault(action, Traffic.NONE))));
    since.values().removeIf(traffic -> traffic.calls() == 0);
    taken = all;
    return since;
  }

  /** The table, past the counters. */
  ReadUnits readUnits() {
    return ReadUnits.of(dynamoDb, TABLE);
  }

  @Override
  public void close() {
    parts.close();
  }
}
