package io.hsdo.local.demo;

import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** HSDO at work on this machine, with everything it needs. */
@Command(
    name = "demo",
    description = "Shows HSDO at work on this machine.",
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  /** A machine that is busy may take this long for a step. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--once", description = "Play the story fast, check each step, and end.")
  private boolean once;

  public static void main(String[] arguments) {
    Logging.configure(new LogSettings(LogSettings.Format.TEXT, false));
    System.exit(new CommandLine(new Demo()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    Screen screen = new Screen(System.out);
    ServiceSettings settings = once ? ServiceSettings.fast() : ServiceSettings.watchable();
    Path logs = Files.createTempDirectory("hsdo-demo");
    try (LocalService service = LocalService.start(settings, logs)) {
      // Ctrl-C ends the JVM from another thread: the processes must not outlive it.
      Thread stop = new Thread(service::close);
      Runtime.getRuntime().addShutdownHook(stop);
      String[] groups = Story.GROUPS.toArray(String[]::new);
      service.startFunction(groups);
      service.startAgent();
      screen.say(whereToLook(service, logs));
      try {
        Story story = new Story(service, screen, PATIENCE, step -> {});
        var summary = story.play();
        screen.say("The story in short:");
        summary.forEach(line -> screen.say("  " + line));
      } catch (StoryException e) {
        screen.say("FAILED: " + e.getMessage());
        screen.say("Logs are in " + logs);
        return CommandLine.ExitCode.SOFTWARE;
      }
      if (!once) {
        goOn(service, screen);
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    return CommandLine.ExitCode.OK;
  }

  /** Until Ctrl-C: shows the list whenever it changes. */
  private static void goOn(LocalService service, Screen screen) throws InterruptedException {
    screen.say("Everything goes on until Ctrl-C. The list is shown when it changes.");
    Requests requests = new Requests(service.haproxy().url());
    var shown = service.list();
    while (true) {
      var list = service.list();
      if (!list.equals(shown)) {
        screen.show(service, requests.shares(100));
        shown = list;
      }
      Thread.sleep(1_000);
    }
  }

  private static String whereToLook(LocalService service, Path logs) {
    return """

        HAProxy        %s
        its stats      %s
        status page    %s
        metrics        %s
        logs           %s

        The list, and how to drive the groups, from another terminal:
          export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=eu-west-1
          aws dynamodb scan --table-name %s --endpoint-url %s
          aws autoscaling describe-auto-scaling-groups --endpoint-url %s
          aws autoscaling set-desired-capacity --auto-scaling-group-name %s --desired-capacity 4 --endpoint-url %s
          aws autoscaling terminate-instance-in-auto-scaling-group --no-should-decrement-desired-capacity --instance-id i-... --endpoint-url %s
        """
        .formatted(
            service.haproxy().url(),
            service.haproxy().statsUrl(),
            service.metrics().resolve("/"),
            service.metrics(),
            logs,
            LocalService.TABLE,
            service.dynamoDbEndpoint(),
            service.cloud().endpoint(),
            Story.GROUPS.get(0),
            service.cloud().endpoint(),
            service.cloud().endpoint());
  }
}
