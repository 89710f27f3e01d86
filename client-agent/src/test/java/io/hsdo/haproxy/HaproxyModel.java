package io.hsdo.haproxy;

import io.hsdo.haproxy.ModelConfig.ModelBackend;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.ServerRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A HAProxy in memory, as docs/haproxy.md's tables describe it, for the commands HSDO sends. It has
 * neither socket nor thread nor clock of its own; {@link FakeHaproxy} gives it a socket.
 */
public final class HaproxyModel implements RuntimeApi {
  private static final String COLUMNS =
      "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight"
          + " srv_time_since_last_change srv_check_status srv_check_result srv_check_health"
          + " srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port"
          + " srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port";

  private final Dialect dialect;
  private final InstantSource clock;
  private final String config;
  private Map<String, ModelBackend> backends;
  private long pid = 4711;
  private Instant started;
  private boolean stopping;
  private CliLevel level = CliLevel.ADMIN;
  private boolean severities;
  private int maxLine;
  private Duration addressDelay;
  private Runnable afterEachCommand = () -> {};

  /**
   * A server as it is.
   *
   * @param address {@code -} if it has none
   * @param up whether it takes traffic, as far as its health goes
   */
  public record Server(String address, int port, int weight, AdminState state, boolean up) {}

  public HaproxyModel(Dialect dialect, InstantSource clock, String config) {
    this.dialect = dialect;
    this.clock = clock;
    this.config = config;
    this.backends = ModelConfig.parse(config, dialect);
    this.started = clock.instant();
    this.maxLine = dialect.maxLine();
    this.addressDelay = dialect.addressDelay();
  }

  // What happens to it

  /** Another process with the servers of the configuration, in place of this one. */
  public synchronized void restart() {
    backends = ModelConfig.parse(config, dialect);
    started = clock.instant();
    stopping = false;
    pid++;
  }

  /** What a reload makes of the process it replaces. */
  public synchronized void beginStopping() {
    stopping = true;
  }

  public synchronized void permit(CliLevel level) {
    this.level = level;
  }

  /** Configures its socket with {@code severity-output number}. */
  public synchronized void addSeverities() {
    severities = true;
  }

  /** Lowers tune.bufsize. */
  public synchronized void limitLine(int bytes) {
    maxLine = bytes;
  }

  /** How long after the answer an address is in place; what 2.x knows nothing of. */
  public synchronized void delayAddresses(Duration delay) {
    addressDelay = delay;
  }

  public synchronized void removeServer(ServerRef ref) {
    backend(ref.backend()).ifPresent(backend -> backend.servers().remove(ref.server()));
  }

  public synchronized void removeBackend(String name) {
    backends.remove(name);
  }

  /** Lets every health check find what it hopes for. */
  public synchronized void passChecks() {
    backends.values().forEach(b -> b.servers().values().forEach(ModelServer::passCheck));
  }

  /** Has something looked at after every command. */
  public synchronized void afterEachCommand(Runnable look) {
    afterEachCommand = look;
  }

  public synchronized long pid() {
    return pid;
  }

  public synchronized Optional<Server> server(ServerRef ref) {
    return backend(ref.backend())
        .map(backend -> backend.servers().get(ref.server()))
        .map(
            server -> {
              server.settle(clock.instant());
              return server.view();
            });
  }

  // What it is told

  @Override
  public synchronized String exchange(String line) {
    return new CliSession(this).receive(line + "\n", true);
  }

  Dialect dialect() {
    return dialect;
  }

  synchronized CliLevel level() {
    return level;
  }

  synchronized boolean hasSeverities() {
    return severities;
  }

  synchronized boolean isTooBig(String line) {
    return line.length() + 1 > maxLine;
  }

  /** Carries out one command of a line. */
  synchronized Message execute(String command, CliLevel level) {
    settle();
    var answer = answer(Arrays.asList(command.split(" +")), level);
    settle();
    afterEachCommand.run();
    return answer;
  }

  private void settle() {
    Instant now = clock.instant();
    backends.values().forEach(b -> b.servers().values().forEach(server -> server.settle(now)));
  }

  private Message answer(List<String> words, CliLevel level) {
    String text = String.join(" ", words);
    if (text.equals("show info")) {
      return Message.output(info());
    }
    if (text.equals("show cli level")) {
      return Message.info(level.name().toLowerCase(Locale.ROOT));
    }
    if (text.startsWith("show servers state ")) {
      return backend(word(words, 3))
          .map(backend -> Message.output(state(backend)))
          .orElseGet(() -> Message.error("Can't find backend."));
    }
    if (text.startsWith("set server ")) {
      return level == CliLevel.ADMIN ? setServer(words) : Message.error("Permission denied");
    }
    if (text.isEmpty()) {
      return dialect.pick(
          Message.info("Unknown command. Please enter one of the following commands only:"),
          Message.NOTHING);
    }
    return Message.info(
        "Unknown command"
            + dialect.pick("", ": '" + words.get(0) + "'")
            + ", but maybe one of the following ones is a better match:");
  }

  private Message setServer(List<String> words) {
    String ref = words.get(2);
    int slash = ref.indexOf('/');
    if (slash < 0) {
      return Message.error("Require 'backend/server'.");
    }
    var backend = backend(ref.substring(0, slash));
    if (backend.isEmpty()) {
      return Message.error("No such backend.");
    }
    var server = Optional.ofNullable(backend.get().servers().get(ref.substring(slash + 1)));
    if (server.isEmpty()) {
      return Message.error("No such server.");
    }
    if (stopping) {
      return Message.error("Proxy is disabled.");
    }
    return change(server.get(), backend.get(), words);
  }

  private Message change(ModelServer server, ModelBackend backend, List<String> words) {
    String value = word(words, 4);
    return switch (word(words, 3)) {
      case "state" -> server.setState(value);
      case "health" -> server.setHealth(value);
      case "weight" -> server.setWeight(value, backend.staticBalance());
      case "addr" ->
          value.isEmpty()
              ? Message.error("set server <b>/<s> addr requires an address and optionally a port.")
              : server.setAddress(value, word(words, 6), clock.instant().plus(addressDelay));
      case "agent" -> Message.error("agent checks are not enabled on this server.");
      case "fqdn" ->
          Message.error("set server <b>/<s> fqdn failed because no resolution is configured.");
      default ->
          Message.error(
              "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port |"
                  + " agent-send | check-addr | check-port | fqdn | health | ssl | state | weight");
    };
  }

  private String info() {
    return """
    Name: HAProxy
    Version: %s
    Pid: %d
    Uptime_sec: %d
    Stopping: %d
    Start_time_sec: %d
    Tainted: 0"""
        .formatted(
            dialect.version(),
            pid,
            Duration.between(started, clock.instant()).toSeconds(),
            stopping ? 1 : 0,
            started.getEpochSecond());
  }

  private static String state(ModelBackend backend) {
    var text = new StringBuilder("1\n").append(COLUMNS);
    for (ModelServer server : backend.servers().values()) {
      text.append('\n').append(server.row(backend.id(), backend.name()));
    }
    return text.toString();
  }

  private Optional<ModelBackend> backend(String name) {
    return Optional.ofNullable(backends.get(name));
  }

  private static String word(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }
}
