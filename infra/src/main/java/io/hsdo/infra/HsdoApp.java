package io.hsdo.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

/** What the CDK's command line runs: a stack for each service of the settings file. */
public final class HsdoApp {
  /** Beside cdk.json; another one with {@code -c settings=FILE}. */
  private static final String SETTINGS = "hsdo.yaml";

  private static final Path SERVER_JAR =
      Path.of("..", "lambda-server", "target", "hsdo-server.jar");

  private HsdoApp() {}

  public static void main(String[] arguments) {
    App app = new App(AppProps.builder().analyticsReporting(false).build());
    Object file = app.getNode().tryGetContext("settings");
    try {
      addStacks(
          app, SettingsFile.read(Path.of(file == null ? SETTINGS : file.toString())), SERVER_JAR);
    } catch (SettingsException e) {
      System.err.println("hsdo: " + e.getMessage());
      System.exit(1);
    }
    app.synth();
  }

  static void addStacks(App app, Settings settings, Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new SettingsException(
          jar + " is not there: build it with 'mvn package -DskipTests' in the root folder");
    }
    Environment.Builder environment = Environment.builder();
    settings.account().ifPresent(environment::account);
    settings.region().ifPresent(environment::region);
    StackProps properties = StackProps.builder().env(environment.build()).build();
    settings.services().forEach(service -> new ServiceStack(app, service, jar, properties));
  }
}
