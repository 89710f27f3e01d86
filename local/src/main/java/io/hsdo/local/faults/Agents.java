package io.hsdo.local.faults;

import io.hsdo.local.service.Parts;
import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents beside one HAProxy, one after the other. */
final class Agents {
  private final Path folder;
  private final Map<String, String> environment;
  private final Parts parts;
  private final List<Program> started = new ArrayList<>();

  /**
   * @param folder where their logs go
   * @param environment what each of them gets
   * @param parts what is closed with the stage
   */
  Agents(Path folder, Map<String, String> environment, Parts parts) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.parts = parts;
  }

  Program start() {
    return start(Map.of());
  }

  /** Starts one with parameters and environment of its own, besides those that each gets. */
  Program start(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(own);
    Path log = folder.resolve("agent-" + started.size() + ".log");
    Program agent = parts.add(Program.start(Program.Jar.AGENT, List.of("run"), all, log));
    started.add(agent);
    return agent;
  }

  /** The one that was started last. */
  Program last() {
    return started.get(started.size() - 1);
  }

  /** What they have logged, one after the other, without the time and the id of the poll. */
  List<String> lines() {
    return started.stream()
        .flatMap(agent -> agent.output().lines())
        .map(line -> line.replaceFirst("^\\S+Z (\\w+ \\w+)( \\[\\w+])?: ", "$1: "))
        .toList();
  }

  /** What keeps the last one from having a list. */
  Optional<String> lacksList() {
    return last().output().contains("following a list of ")
        ? Optional.empty()
        : Optional.of("it has no list");
  }
}
