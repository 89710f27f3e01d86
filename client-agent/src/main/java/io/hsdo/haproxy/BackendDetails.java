package io.hsdo.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a backend is configured, as far as the Runtime API shows it. It does not show: {@code
 * hash-type}, {@code hash-key}, {@code hash-balance-factor}, {@code init-state}, {@code slowstart}.
 *
 * @param disabled whether it is switched off by {@code disabled} in the configuration: HAProxy then
 *     leaves it out of its statistics, and refuses each change of its servers
 * @param algorithm how it balances, such as {@code uri}; {@code unknown} for those that HAProxy has
 *     no word for. Empty where the socket's level is too low to be told
 * @param servers all of them, managed or not
 */
public record BackendDetails(
    boolean disabled, Optional<String> algorithm, List<ServerDetails> servers) {
  private static final String BACKEND_ROW = "BACKEND";

  /** The bit of {@code srv_admin_state} that stays whatever is done to the server (CMAINT). */
  private static final int DISABLED = 0x04;

  public BackendDetails {
    servers = List.copyOf(servers);
  }

  /**
   * How a server is configured.
   *
   * @param id what HAProxy places it on the ring of hashes by
   * @param tracked the server whose state it follows
   * @param hostName what it has in place of a literal address
   * @param initialWeight as configured
   * @param disabled whether it is so at the start
   * @param checkAddress where its checks go, if not to its own address
   * @param asksAgent whether it has an {@code agent-check}
   */
  public record ServerDetails(
      String name,
      int id,
      Optional<String> tracked,
      Optional<String> hostName,
      int initialWeight,
      boolean disabled,
      Optional<String> checkAddress,
      boolean asksAgent) {}

  /**
   * Puts together what two commands tell.
   *
   * @param backend its name
   * @param stat answer to {@code show stat} for backends and servers, maybe of others, too
   * @param state answer to {@code show servers state <backend>}
   */
  static BackendDetails of(String backend, String stat, String state) {
    boolean disabled = true;
    Optional<String> algorithm = Optional.empty();
    Map<String, String> tracked = new HashMap<>();
    for (ReplyTable.Row row : ReplyTable.ofStat(stat).rows()) {
      if (!row.text("pxname").equals(backend)) {
        continue;
      }
      if (row.text("svname").equals(BACKEND_ROW)) {
        disabled = false;
        algorithm = row.filled("algo");
      } else {
        row.filled("tracked").ifPresent(other -> tracked.put(row.text("svname"), other));
      }
    }
    List<ServerDetails> servers = new ArrayList<>();
    for (ReplyTable.Row row : ReplyTable.ofServersState(state).rows()) {
      String name = row.text("srv_name");
      servers.add(
          new ServerDetails(
              name,
              row.number("srv_id"),
              Optional.ofNullable(tracked.get(name)),
              row.filled("srv_fqdn"),
              row.number("srv_iweight"),
              (row.number("srv_admin_state") & DISABLED) != 0,
              row.filled("srv_check_addr"),
              row.number("srv_agent_state") != 0));
    }
    return new BackendDetails(disabled, algorithm, servers);
  }
}
