package io.hsdo.local.haproxy;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.haproxy.HaproxyConfig.Listeners;
import io.hsdo.local.program.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real HAProxy as a child process, in a folder of its own and on loopback only. Closing it stops
 * the processes that it started, those left over by a reload included, and no other.
 */
public final class LocalHaproxy implements AutoCloseable {
  /** HAProxy is there in a tenth of a second; the rest is for a machine that is busy. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  /** How many times other ports are tried, when somebody else was faster to take one. */
  private static final int START_TRIES = 5;

  private final Path executable;
  private final boolean hasMaster;
  private final Path folder;
  private final Listeners listeners;
  private final Haproxy runtimeApi;
  private final List<Process> processes = new ArrayList<>();

  private LocalHaproxy(Path executable, boolean hasMaster, HaproxyConfig config)
      throws IOException {
    this.executable = executable;
    this.hasMaster = hasMaster;
    this.folder = Files.createTempDirectory("haproxy");
    this.listeners =
        new Listeners(folder.resolve("admin.sock"), LoopbackPort.free(), LoopbackPort.free());
    this.runtimeApi = new Haproxy(new UnixSocketRuntimeApi(listeners.socket().toString()));
    configure(config);
  }

  /** Starts the HAProxy that is installed and waits until it answers. */
  public static LocalHaproxy start(HaproxyConfig config) {
    return start(installed(), false, config);
  }

  /** Starts this HAProxy and waits until it answers. */
  public static LocalHaproxy start(HaproxyProgram program, HaproxyConfig config) {
    return start(program, false, config);
  }

  /** Starts a HAProxy whose worker has a master, as distributions run it. */
  public static LocalHaproxy startMaster(HaproxyConfig config) {
    return start(installed(), true, config);
  }

  private static HaproxyProgram installed() {
    return HaproxyProgram.installed()
        .orElseThrow(() -> new IllegalStateException("HAProxy is not installed"));
  }

  private static LocalHaproxy start(
      HaproxyProgram program, boolean hasMaster, HaproxyConfig config) {
    for (int tried = 1; ; tried++) {
      var haproxy = create(program.executable(), hasMaster, config);
      try {
        haproxy.launch();
        return haproxy;
      } catch (IllegalStateException e) {
        haproxy.close();
        if (tried == START_TRIES || !String.valueOf(e.getMessage()).contains("cannot bind")) {
          throw e;
        }
      }
    }
  }

  private static LocalHaproxy create(Path executable, boolean hasMaster, HaproxyConfig config) {
    try {
      return new LocalHaproxy(executable, hasMaster, config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing HAProxy's configuration failed", e);
    }
  }

  /** What the next process is started with. */
  public void configure(HaproxyConfig config) {
    try {
      Files.writeString(configFile(), config.text(listeners));
    } catch (IOException e) {
      throw new UncheckedIOException("writing HAProxy's configuration failed", e);
    }
  }

  /** Stops the process in the middle of whatever it does, until {@link #thaw}. */
  public void freeze() {
    Signal.STOP.send(pid());
  }

  public void thaw() {
    Signal.CONT.send(pid());
  }

  /** Has the master start a successor of its worker, and waits until that answers. */
  public void reloadByMaster() {
    long worker = answering().orElseThrow();
    Signal.USR2.send(pid());
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (answering().filter(pid -> pid != worker).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("HAProxy did not reload: " + logged());
      }
      pause();
    }
  }

  /** Kills the process and starts another, which knows nothing of what was changed at run time. */
  public void restart() {
    stop();
    launch();
  }

  /** Kills the process and leaves its socket behind, as a crash does. */
  public void stop() {
    end(process());
  }

  /** Starts again what {@link #stop} has stopped. */
  public void launch() {
    launch(List.of());
  }

  /**
   * Starts a successor, which takes over listeners, but nothing that was changed at run time. The
   * old process leaves when its last connection is closed.
   */
  public void reload() {
    launch(List.of("-sf", Long.toString(pid())));
  }

  private void launch(List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(executable.toString(), "-db", "-f", configFile().toString()));
    if (hasMaster) {
      command.addAll(List.of("-W", "-S", masterSocketPath().toString()));
    }
    command.addAll(options);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + executable + " failed", e);
    }
    processes.add(process);
    awaitAnswer(process);
  }

  private void awaitAnswer(Process process) {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers(process)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("HAProxy did not start: " + logged());
      }
      pause();
    }
  }

  private boolean answers(Process process) {
    return answering()
        .flatMap(ProcessHandle::of)
        .filter(answering -> isOf(process, answering))
        .isPresent();
  }

  private static boolean isOf(Process process, ProcessHandle answering) {
    return answering.pid() == process.pid()
        || answering.parent().filter(process.toHandle()::equals).isPresent();
  }

  /** Pid of the process that answers on the socket. */
  private Optional<Long> answering() {
    try {
      return Optional.of(runtimeApi.read(List.of()).info().process().pid());
    } catch (RuntimeApiException e) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while HAProxy was starting", e);
    }
  }

  /** The process that has the listeners, or the master of the one that has them. */
  public long pid() {
    return process().pid();
  }

  private Process process() {
    return processes.get(processes.size() - 1);
  }

  /** Path of the stats socket, of level admin. */
  public Path socketPath() {
    return listeners.socket();
  }

  /** Path of the socket of the master, where there is one. */
  public Path masterSocketPath() {
    return folder.resolve("master.sock");
  }

  public int httpPort() {
    return listeners.httpPort();
  }

  /** Where the traffic goes in. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listeners.httpPort() + "/");
  }

  /** The statistics page. */
  public URI statsUrl() {
    return URI.create("http://127.0.0.1:" + listeners.statsPort() + "/");
  }

  /** What HAProxy has said of itself, all its processes together. */
  public String logged() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + log() + " failed", e);
    }
  }

  private Path configFile() {
    return folder.resolve("haproxy.cfg");
  }

  private Path log() {
    return folder.resolve("haproxy.log");
  }

  @Override
  public void close() {
    processes.forEach(LocalHaproxy::end);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder + " failed", e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      if (!process.waitFor(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("HAProxy " + process.pid() + " can't be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
