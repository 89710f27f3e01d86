package io.hsdo.infra;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;

/** Stacks made from settings, with a stand-in for the server's jar. */
final class Synthesised {
  private final App app;

  private Synthesised(App app) {
    this.app = app;
  }

  /** What a settings file makes. */
  static Synthesised from(Path settings) {
    try {
      Path folder = folder();
      Path jar = Files.writeString(folder.resolve("hsdo-server.jar"), "stands in for the jar");
      App app =
          new App(
              AppProps.builder()
                  .analyticsReporting(false)
                  .outdir(folder.resolve("cdk.out").toString())
                  .build());
      HsdoApp.addStacks(app, SettingsFile.read(settings), jar);
      return new Synthesised(app);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the text of a settings file makes. */
  static Synthesised from(String settings) {
    return from(file(settings));
  }

  /** What these settings make of a service called shop. */
  static Template shop(String settings) {
    return from("services:\n  shop:\n" + settings.indent(4)).template("shop");
  }

  /** The parameters of a service of so many groups, whose names are long. */
  static String parametersOf(int groups) {
    return IntStream.range(0, groups)
        .mapToObj(i -> "shop-in-some-region-of-europe-" + i)
        .collect(joining(",", "parameters: {SERVER_ASG_NAMES: '", "'}"));
  }

  static Path file(String settings) {
    try {
      return Files.writeString(folder().resolve("hsdo.yaml"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new one, which goes with the rest of what was built. */
  private static Path folder() throws IOException {
    Path all = Files.createDirectories(Path.of("target", "synthesised").toAbsolutePath());
    return Files.createTempDirectory(all, "");
  }

  App app() {
    return app;
  }

  ServiceStack stack(String service) {
    if (app.getNode().findChild("hsdo-" + service) instanceof ServiceStack stack) {
      return stack;
    }
    throw new IllegalArgumentException("no stack of service " + service);
  }

  Template template(String service) {
    return Template.fromStack(stack(service));
  }

  /** The properties of all resources of a type. */
  static List<Map<String, Object>> properties(Template template, String type) {
    return template.findResources(type).values().stream()
        .map(resource -> object(resource.get("Properties")))
        .toList();
  }

  /** The properties of the only resource of a type. */
  static Map<String, Object> only(Template template, String type) {
    List<Map<String, Object>> all = properties(template, type);
    if (all.size() != 1) {
      throw new AssertionError("expected one " + type + ", found " + all);
    }
    return all.get(0);
  }

  /** What is a JSON object, as one. */
  static Map<String, Object> object(@Nullable Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, element) -> object.put(String.valueOf(name), element));
      return object;
    }
    throw new AssertionError("expected an object, found " + value);
  }

  /** What is a JSON array of objects, as one. */
  static List<Map<String, Object>> objects(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Synthesised::object).toList();
    }
    throw new AssertionError("expected an array, found " + value);
  }
}
