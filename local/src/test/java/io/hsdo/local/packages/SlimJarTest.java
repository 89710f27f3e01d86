package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.service.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

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

  private static URLClassLoader loader(Program.Jar program) throws IOException {
    URL[] jars = {program.path().toUri().toURL()};
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }
}
