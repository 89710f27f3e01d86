package io.hsdo.local.bench;

import io.hsdo.local.bench.FunctionStart.Setting;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.service.Program;
import io.hsdo.local.service.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The refresh as a Lambda function, under AWS's runtime interface client, on each JDK. */
@Command(
    name = "lambda",
    description = "The refresh as a Lambda function: its jar, its start, its invocations.",
    mixinStandardHelpOptions = true)
final class LambdaBench implements Callable<Integer> {
  private static final String TABLE = "slots";
  private static final int SLOTS = 100;
  private static final int PARTS = 8;

  /** As Lambda starts Java with 512 MB. */
  private static final List<String> LAMBDA =
      List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final List<String> BOTH_COMPILERS = List.of("-Xmx400m", "-XX:+UseSerialGC");

  @Option(names = "--jdk", description = "A JDK to run it on; several may be given. Default: all.")
  private List<Path> jdks = List.of();

  @Option(names = "--runs", description = "Starts of each kind. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Override
  public Integer call() throws Exception {
    System.out.println("Jar of the function, MB compressed:\n\n" + jar());
    System.out.println(
        "Start and invocations, medians of %d, %d members, %s:%n%n%s"
            .formatted(runs, SLOTS, Machine.today(), starts()));
    return 0;
  }

  private static MarkdownTable jar() {
    Map<String, Long> parts = JarParts.of(Program.Jar.SERVER.path());
    var table = new MarkdownTable("part", "MB");
    table.add("all", megabytes(parts.values().stream().mapToLong(Long::longValue).sum()));
    parts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(PARTS)
        .forEach(part -> table.add(part.getKey(), megabytes(part.getValue())));
    return table;
  }

  private static String megabytes(long bytes) {
    return "%.2f".formatted(bytes / 1e6);
  }

  private MarkdownTable starts() throws Exception {
    var table =
        new MarkdownTable(
            "Java", "start", "init ms", "CPU", "first ms", "CPU", "warm ms", "CPU", "peak MiB");
    try (TemporaryFolder temporary = TemporaryFolder.create("hsdo-bench");
        DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        LocalCloud cloud = LocalCloud.builder().timings(Timings.instant()).start()) {
      dynamoDb.createTable(TABLE);
      cloud.createGroup("web", SLOTS, "eu-west-1a", "eu-west-1b");
      Map<String, String> environment = environment(dynamoDb, cloud);
      Path folder = temporary.path();
      for (Jdk jdk : jdks.isEmpty() ? Jdk.installed() : jdks.stream().map(Jdk::at).toList()) {
        var archive = new ClassArchive(jdk, folder.resolve("classes-" + jdk.version()));
        Setting lambda = new Setting(jdk.with(LAMBDA), environment, false, folder);
        // The first of these also fills the table, which those that are measured find full.
        FunctionStart.train(on(lambda, archive.writing()));
        add(table, jdk, "plain", lambda);
        add(table, jdk, "primed snapshot", primed(lambda));
        add(table, jdk, archive.name(), on(lambda, archive.using()));
        add(
            table,
            jdk,
            "both compilers",
            new Setting(jdk.with(BOTH_COMPILERS), environment, false, folder));
      }
    }
    return table;
  }

  private static Setting on(Setting setting, String option) {
    return new Setting(
        setting.jvm().with(List.of(option)), setting.environment(), false, setting.folder());
  }

  private static Setting primed(Setting setting) {
    return new Setting(setting.jvm(), setting.environment(), true, setting.folder());
  }

  private void add(MarkdownTable table, Jdk jdk, String name, Setting setting) throws Exception {
    List<FunctionStart> starts = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      starts.add(FunctionStart.measure(setting));
    }
    FunctionStart median = FunctionStart.median(starts);
    table.add(
        Integer.toString(jdk.version()),
        name,
        whole(median.init().wall()),
        whole(median.init().cpu()),
        whole(median.first().wall()),
        whole(median.first().cpu()),
        "%.1f".formatted(median.warm().wall()),
        "%.1f".formatted(median.warm().cpu()),
        whole(median.peakMib()));
  }

  private static String whole(double number) {
    return "%.0f".formatted(number);
  }

  private static Map<String, String> environment(DynamoDbLocal dynamoDb, LocalCloud cloud) {
    return Map.of(
        "AWS_ENDPOINT_URL", cloud.endpoint().toString(),
        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
        "AWS_REGION", "eu-west-1",
        "AWS_ACCESS_KEY_ID", "local",
        "AWS_SECRET_ACCESS_KEY", "local",
        "DYNAMODB_TABLE_NAME", TABLE,
        "SERVER_ASG_NAMES", "web",
        "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10",
        "HAPROXY_BACKEND_SERVERS_LIST_SIZE", Integer.toString(SLOTS));
  }
}
