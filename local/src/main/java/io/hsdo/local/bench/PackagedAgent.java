package io.hsdo.local.bench;

import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent as its packages install it: their launcher with their options of the JVM, and the
 * archive of classes that their unit has it make.
 *
 * @param root what a package holds, by the paths it installs it at
 * @param cache where archive and log are
 * @param javaOptions further ones, which count more
 */
record PackagedAgent(Path root, JavaHome java, Path cache, String javaOptions) {
  /** An archive takes seconds; a process that does not end by then is broken. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  Program start(Map<String, String> environment) {
    return launch(List.of(), environment);
  }

  void makeArchive(Map<String, String> environment) throws InterruptedException {
    Map<String, String> making = new HashMap<>(environment);
    making.put("HSDO_MAKE_ARCHIVE", "yes");
    try (Program program = launch(List.of(), making)) {
      program.exitStatus(PATIENCE);
    }
  }

  private Program launch(List<String> arguments, Map<String, String> given) {
    Map<String, String> environment = new HashMap<>(given);
    environment.put("JAVA_HOME", java.path().toString());
    environment.put("HSDO_SHARE", root.resolve("usr/share/hsdo/hsdo-agent").toString());
    environment.put("HSDO_JAVA_OPTS", javaOptions);
    environment.put("CACHE_DIRECTORY", cache.toString());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", root.resolve("usr/bin/hsdo-agent").toString()));
    command.addAll(arguments);
    return Program.start(command, environment, cache.resolve("agent.log"));
  }
}
