package io.hsdo.infra;

import io.hsdo.refresh.FunctionTimes;
import java.nio.file.Path;
import java.util.Objects;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * The refresh as a Lambda function. It is only ever invoked through its aliases, because only
 * published versions start from a snapshot, and because an alias says what becomes of failed
 * events: the schedule sends another in a minute, every other event comes once.
 */
final class RefreshFunction extends Construct {
  /** Processor time comes with memory; the program itself is content with less. */
  private static final int MEMORY_MIB = 512;

  /** The next minute's event takes its place by then. */
  static final Duration OLDEST_OF_SCHEDULE = seconds(FunctionTimes.SCHEDULE);

  /**
   * Lambda waits a minute before it tries a failed event again, and two more before the next time.
   * A spot warning holds for two minutes, so the first may still be in time, the next never.
   */
  static final Duration OLDEST_EVENT = Duration.seconds(180);

  private static final int RETRIES_OF_EVENTS = 1;

  private final Role role;
  private final LogGroup logs;
  private final Queue deadLetters;
  private final Function function;
  private final Alias minute;
  private final Alias live;

  RefreshFunction(Construct scope, String id, ServiceSettings settings, Path jar) {
    super(scope, id);
    logs = makeLogs(settings);
    role = makeRole();
    deadLetters = makeDeadLetters();
    function = makeFunction(settings, jar);
    minute =
        Alias.Builder.create(this, "Minute")
            .aliasName("minute")
            .version(function.getCurrentVersion())
            .retryAttempts(0)
            .maxEventAge(OLDEST_OF_SCHEDULE)
            .build();
    live =
        Alias.Builder.create(this, "Live")
            .aliasName("live")
            .version(function.getCurrentVersion())
            .retryAttempts(RETRIES_OF_EVENTS)
            .maxEventAge(OLDEST_EVENT)
            .onFailure(new SqsDestination(deadLetters))
            .build();
  }

  private LogGroup makeLogs(ServiceSettings settings) {
    LogGroup group =
        LogGroup.Builder.create(this, "Logs").removalPolicy(RemovalPolicy.DESTROY).build();
    if (group.getNode().getDefaultChild() instanceof CfnLogGroup resource) {
      resource.setRetentionInDays(settings.logRetentionDays());
    }
    return group;
  }

  /** A role of our own: the one that AWS offers may write to every log group of the account. */
  private Role makeRole() {
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    logs.grantWrite(role);
    return role;
  }

  private Queue makeDeadLetters() {
    Queue queue =
        Queue.Builder.create(this, "DeadLetters")
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(14))
            .build();
    Suppressions.add(queue, "AwsSolutions-SQS3", "It is the queue of dead letters itself");
    return queue;
  }

  private Function makeFunction(ServiceSettings settings, Path jar) {
    Function.Builder function =
        Function.Builder.create(this, "Function")
            .description("HSDO: keeps slot list " + settings.table().name() + " in line with AWS")
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .handler("io.hsdo.refresh.RefreshHandler")
            .code(Code.fromAsset(jar.toString()))
            .environment(settings.environment())
            .timeout(seconds(FunctionTimes.TIMEOUT))
            .memorySize(MEMORY_MIB)
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .loggingFormat(LoggingFormat.JSON)
            // Our own logger decides what is written; by default Lambda drops what is below INFO.
            .applicationLogLevelV2(ApplicationLogLevel.DEBUG)
            .logGroup(logs)
            .role(role);
    settings.reservedConcurrency().ifPresent(function::reservedConcurrentExecutions);
    settings
        .network()
        .ifPresent(
            network -> new FunctionNetwork(this, "Network", network).connect(function, role));
    Function built = function.build();
    Annotations.of(built)
        .acknowledgeWarning(
            "@aws-cdk/aws-lambda:snapStartRequirePublish",
            "the aliases are of a published version");
    return built;
  }

  private static Duration seconds(java.time.Duration time) {
    return Duration.seconds(time.toSeconds());
  }

  Role role() {
    return role;
  }

  LogGroup logs() {
    return logs;
  }

  Queue deadLetters() {
    return deadLetters;
  }

  /** All of it, as its metrics are counted: whichever alias is invoked. */
  IFunction whole() {
    return function;
  }

  /** The function without its versions, which wait for more. */
  IConstruct resource() {
    return Objects.requireNonNull(function.getNode().getDefaultChild());
  }

  /** What the schedule invokes. */
  Alias minute() {
    return minute;
  }

  /** What events and operators invoke. */
  Alias live() {
    return live;
  }
}
