package io.hsdo.local.bench;

import io.hsdo.local.program.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process of this machine, looked at through {@code /proc}. */
record RunningProcess(long pid) {
  /** Of a second; the same on every Linux that Java runs on. */
  private static final double TICKS = 100;

  /** Fields of {@code stat} after the name, which may have spaces in it. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  private static final double KIB_IN_MIB = 1024;

  static RunningProcess self() {
    return new RunningProcess(ProcessHandle.current().pid());
  }

  /**
   * What a process has in memory.
   *
   * @param resident all that is in its address space, libraries that others use too included
   * @param proportional the same, with its share only of what others use too
   */
  record MemoryMib(double resident, double proportional) {}

  /** CPU time it has taken since it began, user and system, its ended threads included. */
  double cpuSeconds() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS;
  }

  MemoryMib memory() {
    List<String> lines = read("smaps_rollup").lines().toList();
    return new MemoryMib(kib(lines, "Rss:") / KIB_IN_MIB, kib(lines, "Pss:") / KIB_IN_MIB);
  }

  /** The most it ever had resident, in MiB: what Lambda reports as the memory used. */
  double peakMib() {
    return kib(read("status").lines().toList(), "VmHWM:") / KIB_IN_MIB;
  }

  private static long kib(List<String> lines, String name) {
    String line = lines.stream().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  int threads() {
    return files("task").size();
  }

  /** Of any kind: listening, connected, unix or TCP. */
  long openSockets() {
    return files("fd").stream().filter(RunningProcess::isSocket).count();
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + path(folder) + " failed", e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path(file) + " failed", e);
    }
  }

  private Path path(String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /** Stops it in the middle of whatever it does, until {@link #thaw}. */
  void freeze() {
    Signal.STOP.send(pid);
  }

  void thaw() {
    Signal.CONT.send(pid);
  }
}
