package io.hsdo.local.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.service.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.LoggingEvent;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What the programs' jars leave out of the libraries (slim.pro) is nothing that they need. */
class SlimJarTest {
  private static final Pattern NOT_FOUND = Pattern.compile("-> (\\S+) +not found");
  private static final String CLASS = ".class";

  /** What libraries look for, and do without. */
  private static final List<String> OPTIONAL =
      List.of(
          "com.google.errorprone.annotations.",
          "io.opentelemetry.",
          "javax.annotation.",
          "software.amazon.awssdk.crt.",
          "software.amazon.awssdk.crtcore.");

  @ParameterizedTest
  @EnumSource
  void whatItsClassesReferToIsThere(Program.Jar program) {
    var answer = new StringWriter();
    var out = new PrintWriter(answer);
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                out,
                out,
                "--multi-release",
                "base",
                "-v",
                "-filter:none",
                program.path().toString());

    assertThat(status).as(answer.toString()).isZero();
    assertThat(answer.toString()).contains("-> " + DynamoDbClient.class.getName());
    Stream<String> missing =
        NOT_FOUND.matcher(answer.toString()).results().map(result -> result.group(1));
    assertThat(missing.filter(name -> !isOptional(name))).isEmpty();
  }

  /** A class whose methods are asked for is checked first, as before its first use. */
  @ParameterizedTest
  @EnumSource
  void itsClassesAreSound(Program.Jar program) throws IOException {
    List<String> unsound = new ArrayList<>();
    try (URLClassLoader loader = loader(program);
        JarFile jar = new JarFile(program.path().toFile())) {
      for (String name : classes(jar)) {
        try {
          assertThat(Class.forName(name, false, loader).getDeclaredMethods()).isNotNull();
        } catch (NoClassDefFoundError e) {
          if (!isOptional(String.valueOf(e.getMessage()).replace('/', '.'))) {
            unsound.add(name + ": " + e);
          }
        } catch (ReflectiveOperationException | LinkageError e) {
          unsound.add(name + ": " + e);
        }
      }
    }
    assertThat(unsound).isEmpty();
  }

  private static boolean isOptional(String name) {
    return OPTIONAL.stream().anyMatch(name::startsWith);
  }

  private static List<String> classes(JarFile jar) {
    List<String> names =
        jar.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(CLASS))
            .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
            .toList();
    assertThat(names).hasSizeGreaterThan(1000);
    return names;
  }

  @ParameterizedTest
  @EnumSource
  void clientHasTheOperationsThatAreCalled(Program.Jar program) throws Exception {
    try (URLClassLoader loader = loader(program)) {
      Class<?> request = loader.loadClass(DynamoDbRequest.class.getName());
      Stream<String> operations =
          Stream.of(loader.loadClass(DynamoDbClient.class.getName()).getMethods())
              .filter(method -> method.getParameterCount() == 1)
              .filter(method -> request.isAssignableFrom(method.getParameterTypes()[0]))
              .map(method -> method.getName());

      assertThat(operations).contains("getItem", "scan").doesNotContain("createTable");
    }
  }

  /**
   * Of DynamoDB more stays: its endpoint asks the request of nearly every operation for a table.
   */
  @ParameterizedTest
  @EnumSource
  void requestsThatNothingMakesAreLeftOut(Program.Jar program) throws IOException {
    try (JarFile jar = new JarFile(program.path().toFile())) {
      assertThat(classes(jar))
          .contains(ScanRequest.class.getName())
          .doesNotContain(
              ListTablesRequest.class.getName(),
              DescribeTagsRequest.class.getName(),
              RunInstancesRequest.class.getName());
    }
  }

  /** Nothing refers to what a file in META-INF/services names. */
  @ParameterizedTest
  @EnumSource
  void servicesCanBeMade(Program.Jar program) throws Exception {
    List<Object> services = new ArrayList<>();
    try (URLClassLoader loader = loader(program);
        JarFile jar = new JarFile(program.path().toFile())) {
      for (String name : providers(jar)) {
        services.add(loader.loadClass(name).getConstructor().newInstance());
      }
    }
    assertThat(services)
        .extracting(service -> service.getClass().getSimpleName())
        .contains("JULServiceProvider", "UrlConnectionSdkHttpService");
  }

  /** SLF4J looks for the method by its name, and drops what was logged while it started without. */
  @ParameterizedTest
  @EnumSource
  void loggerTakesWhatWasLoggedWhileItStarted(Program.Jar program) throws Exception {
    try (URLClassLoader loader = loader(program)) {
      Class<?> logger = loader.loadClass("org.slf4j.jul.JDK14LoggerAdapter");
      Class<?> event = loader.loadClass(LoggingEvent.class.getName());

      assertThat(logger.getMethod("log", event)).isNotNull();
    }
  }

  private static List<String> providers(JarFile jar) throws IOException {
    List<String> providers = new ArrayList<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.getName().startsWith("META-INF/services/")) {
        String file = new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
        file.lines().map(line -> line.replaceFirst("#.*", "").strip()).forEach(providers::add);
      }
    }
    providers.removeIf(String::isEmpty);
    return providers;
  }

  private static URLClassLoader loader(Program.Jar program) throws IOException {
    URL[] jars = {program.path().toUri().toURL()};
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }
}
