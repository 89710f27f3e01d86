package io.hsdo.agent.list;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.HaproxyInfo;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A list from the file never touches what serves")
class FileScopeTest {
  private static final int STOPPED = 0;
  private static final int RUNNING = 2;

  private static final int READY = 4;
  private static final int MAINT = 5;
  private static final int DRAIN = 12;
  private static final int WAITS_FOR_A_NAME = 36;

  private static final List<Backend> MANAGED =
      List.of(
          new Backend("web", "web", 80, Backend.Role.DEFAULT),
          new Backend("api", "api", 80, Backend.Role.DEFAULT),
          new Backend("spare", "spare", 80, Backend.Role.FALLBACK));

  /**
   * Servers are drawn by their backends: {@code r}eady, ready and {@code p}laced nowhere, so that
   * its checks find it bad, ready at a member that is {@code b}ad for now, {@code m}aint, {@code
   * d}rain, {@code w}aiting for a name. A process is a digit before them.
   */
  @ParameterizedTest(name = "{0}, then {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // first look             | second look              | in scope after it
        "1 web mm api mm spare mm | 1 web mm api mm spare mm | web api spare",
        "1 web mm api rm spare mm | 1 web mm api rm spare mm | web spare",
        "1 web rr api rr spare rr | 1 web rr api rr spare rr | ''",
        "1 web dd api md spare rd | 1 web dd api md spare rd | web api",
        "1 web ww api wr spare mm | 1 web ww api wr spare mm | web spare",
        "1 web mm api mm spare mm | 1 web rm api rr spare mm | web api spare",
        "1 web rm api rr spare mm | 1 web mm api rr spare mm | web spare",
        "1 web mm api mm spare mm | 2 web rm api rr spare mm | spare",
        "1 web rm api rr spare rr | 2 web mm api mm spare mm | web api spare",
        "1 web mm api rr          | 1 web mm api rr          | web spare",
        "1 web pp api pr spare mp | 1 web pp api pr spare mp | web spare",
        "1 web bb api pb spare mp | 1 web bb api pb spare mp | spare",
      })
  void scopeIsWhereTheProcessHadNoReadySlot(String first, String second, String expected) {
    FileScope scope = FileScope.NONE.after(drawn(first), MANAGED).after(drawn(second), MANAGED);

    assertThat(
            MANAGED.stream()
                .filter(scope.backends()::contains)
                .map(Backend::name)
                .collect(joining(" ")))
        .isEqualTo(expected);
  }

  private static HaproxySnapshot drawn(String drawing) {
    String[] words = drawing.strip().split(" +", -1);
    Map<ServerRef, ObservedServer> servers = new HashMap<>();
    for (int i = 1; i < words.length; i += 2) {
      for (int slot = 1; slot <= words[i + 1].length(); slot++) {
        var ref = new ServerRef(words[i], words[i] + slot);
        char state = words[i + 1].charAt(slot - 1);
        int health = state == 'b' || state == 'p' ? STOPPED : RUNNING;
        var address = Address.literal(state == 'b' ? "127.0.0.1" + slot : "127.0.0.2");
        servers.put(
            ref, new ObservedServer(ref, Optional.of(address), 80, 1, health, admin(state), 14));
      }
    }
    var process = new HaproxyProcess(Long.parseLong(words[0]), 0);
    return new HaproxySnapshot(
        new HaproxyInfo("2.6.12", process, 1, false), servers, false, Map::of, List.of());
  }

  private static int admin(char state) {
    return switch (state) {
      case 'r', 'p', 'b' -> READY;
      case 'm' -> MAINT;
      case 'd' -> DRAIN;
      case 'w' -> WAITS_FOR_A_NAME;
      default -> throw new IllegalArgumentException("state " + state);
    };
  }
}
