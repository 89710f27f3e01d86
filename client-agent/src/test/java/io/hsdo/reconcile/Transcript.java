package io.hsdo.reconcile;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.slot.Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers there, servers wanted, and what is said about it, all of it as text. */
final class Transcript {
  private static final String INFO =
      """
      Name: HAProxy
      Version: 2.6.12
      Pid: 1
      Uptime_sec: 1
      Stopping: 0
      Start_time_sec: 1

      """;

  private Transcript() {}

  /**
   * The servers of a backend, as an excerpt of {@code show servers state} shows them, with its
   * column names and any number of spaces.
   */
  static Map<ServerRef, ObservedServer> there(String backend, String state) {
    String reply = INFO + "1\n" + state.strip().replaceAll(" +", " ") + "\n\n";
    return new Haproxy(line -> reply)
        .read(List.of(new Backend(backend, backend, 80, Backend.Role.DEFAULT)))
        .servers();
  }

  /**
   * The wanted servers of a backend: {@code web1 maint} or {@code web1 10.0.1.1 80 weight 100
   * ready}.
   */
  static List<DesiredServer> wanted(String backend, String servers) {
    return servers.lines().map(line -> wantedServer(backend, line)).toList();
  }

  private static DesiredServer wantedServer(String backend, String line) {
    List<String> words = Arrays.asList(line.strip().split(" +"));
    var ref = new ServerRef(backend, words.get(0));
    if (words.get(1).equals("maint")) {
      return new DesiredServer.Maint(ref);
    }
    return new DesiredServer.Active(
        ref,
        new Endpoint(Address.of(words.get(1)), Integer.parseInt(words.get(2))),
        Integer.parseInt(words.get(4)),
        words.get(5).equals("drain"));
  }

  /** What is written in phase A and, once every endpoint has been read back, in phase B. */
  static String of(Reconciliation reconciliation) {
    var readBack = reconciliation.activations().stream().map(Reconciliation.Activation::command);
    return lines(reconciliation.commands().stream())
        + (reconciliation.activations().isEmpty() ? "" : "-- read back\n" + lines(readBack));
  }

  private static String lines(Stream<RuntimeCommand> commands) {
    return commands
        .map(command -> String.join(";", command.text()) + "\n")
        .collect(Collectors.joining());
  }
}
