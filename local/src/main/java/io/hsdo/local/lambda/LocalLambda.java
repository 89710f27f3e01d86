package io.hsdo.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.hsdo.local.service.Jvm;
import io.hsdo.local.service.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A Lambda function, with as many execution environments as invocations may run at once. Each is a
 * process of its own, in which AWS's runtime interface client runs the handler of the built jar.
 */
public final class LocalLambda implements AutoCloseable {
  private static final String LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** Tells the interface of snapshots that the function is compiled with whose hooks to use. */
  private static final String HOOKS_PROPERTY = "org.crac.Core.Compat";

  private static final String HOOKS = "com.amazonaws.services.lambda.crac";

  /** Environments that are started with it wait for a snapshot to be taken of them. */
  public static final Map<String, String> FROM_SNAPSHOT =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

  private final RuntimeApiServer runtimeApi;
  private final List<Program> environments = new ArrayList<>();
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lambda-schedule");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts a function.
   *
   * @param handler the class that Lambda would be told
   * @param timeout of an invocation, as the handler is told it
   * @param concurrency how many invocations may run at once
   * @param folder where the environments write their logs
   */
  public LocalLambda(
      String handler,
      Map<String, String> environment,
      Duration timeout,
      int concurrency,
      Path folder) {
    this(Jvm.own(), handler, environment, timeout, concurrency, folder);
  }

  /** The same on another JVM. */
  public LocalLambda(
      Jvm jvm,
      String handler,
      Map<String, String> environment,
      Duration timeout,
      int concurrency,
      Path folder) {
    runtimeApi = RuntimeApiServer.start(timeout);
    Map<String, String> all = new HashMap<>(environment);
    all.put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
    all.put("AWS_LAMBDA_FUNCTION_NAME", "hsdo-refresh");
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    all.put("LAMBDA_TASK_ROOT", folder.toString());
    all.put("_HANDLER", handler);
    Path library = unpackLibrary(folder);
    for (int i = 1; i <= concurrency; i++) {
      environments.add(
          Program.start(
              jvm.with(List.of("--enable-native-access=ALL-UNNAMED")),
              classPath(),
              Map.of(LIBRARY_PROPERTY, library.toString(), HOOKS_PROPERTY, HOOKS),
              AWSLambda.class.getName(),
              List.of(handler),
              all,
              folder.resolve("lambda-" + i + ".log")));
    }
  }

  /**
   * The runtime interface client would unpack it to one path for the whole machine, where
   * environments that start at a time spoil it for each other.
   */
  private static Path unpackLibrary(Path folder) {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "/jni/libaws-lambda-jni.linux-" + architecture + ".so";
    try (InputStream library = AWSLambda.class.getResourceAsStream(name)) {
      Path copy = Files.createTempFile(folder, "lambda-", ".so");
      Files.copy(Objects.requireNonNull(library, name), copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("could not unpack " + name + " to " + folder, e);
    }
  }

  /** The function's jar and the runtime interface client, as they stand side by side in Lambda. */
  private static String classPath() {
    Stream<String> client =
        Stream.of(
                AWSLambda.class, PojoSerializer.class, Context.class, SdkInternalThreadLocal.class)
            .map(type -> Program.origin(type).toString());
    return Stream.concat(Stream.of(Program.Jar.SERVER.path().toString()), client)
        .distinct()
        .collect(Collectors.joining(":"));
  }

  /** Invokes the function, now or as soon as an environment is free. */
  public CompletableFuture<Invocation.Result> invoke(String event) {
    return runtimeApi.invoke(event);
  }

  /** Invokes the function as EventBridge does, which asks for no result. */
  public void send(String event) {
    var unused = invoke(event);
  }

  /** Invokes the function with EventBridge's scheduled event, at once and then at this interval. */
  public void schedule(Duration interval) {
    var unused =
        schedule.scheduleAtFixedRate(
            this::invokeByScheduleUnlessBusy, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One scheduled invocation waits for the ramp; a second beside it would only do the same. */
  private void invokeByScheduleUnlessBusy() {
    if (runtimeApi.waiting() == 0) {
      send(Events.scheduled());
    }
  }

  /** Completes when the first environment has started and asks for its first invocation. */
  public CompletableFuture<Void> ready() {
    return runtimeApi.ready();
  }

  /** Completes when an environment waits for a snapshot to be taken of it. */
  public CompletableFuture<Void> awaitsSnapshot() {
    return runtimeApi.awaitsSnapshot();
  }

  /** Lets it go on, as Lambda lets each go on that it starts from the snapshot. */
  public void restore() {
    runtimeApi.restore();
  }

  /** The processes in which the handler runs. */
  public List<Program> environments() {
    return List.copyOf(environments);
  }

  /** What its environments have written so far. */
  public String output() {
    return environments.stream().map(Program::output).collect(Collectors.joining());
  }

  @Override
  public void close() {
    schedule.shutdownNow();
    environments.forEach(Program::close);
    runtimeApi.close();
  }
}
