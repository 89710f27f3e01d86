package io.hsdo.agent.poll;

import io.hsdo.agent.background.WatchedHealth;
import io.hsdo.agent.list.FileScope;
import io.hsdo.agent.list.HeldList;
import io.hsdo.agent.list.ListFeed;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.list.ListKeeping;
import io.hsdo.agent.placement.OwnPlacement;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.logging.Pass;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Placement;
import io.hsdo.status.HaproxyNow;
import io.hsdo.status.Health;
import io.hsdo.status.Poll;
import io.hsdo.status.Withheld;
import io.hsdo.table.UnknownRow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll after another: the list, then HAProxy. Whatever keeps the list, the zone or the file
 * from coming, HAProxy is looked at in every poll, and kept in line as far as is known how.
 */
public final class Agent {
  /**
   * A poll that found another process in place of the one it read is repeated this often at once.
   */
  private static final int REPEATS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final Parts parts;
  private final List<Backend> backends;
  private final Clock clock;
  private final Watcher watcher;
  private final WatchedHealth haproxy;
  private final DesiredServers desiredServers = new DesiredServers();
  private final PassHistory history = new PassHistory();
  private final PassLog log = new PassLog();
  private FileScope fileScope = FileScope.NONE;

  /**
   * What a poll makes use of, in this order.
   *
   * @param keeping empty if lists are not kept
   */
  public record Parts(
      ListFeed feed,
      OwnPlacement placement,
      OneWriter writer,
      Optional<ListKeeping> keeping,
      Keeper keeper) {}

  /** Is told what an agent does. */
  public interface Watcher {
    /** Also of a pass that the same poll repeats. */
    void passed(PassNews news);

    void polled(AgentStatus status);
  }

  /**
   * @param backends those that are managed
   */
  public Agent(Parts parts, List<Backend> backends, Clock clock, Watcher watcher) {
    this.parts = parts;
    this.backends = List.copyOf(backends);
    this.clock = clock;
    this.watcher = watcher;
    this.haproxy = new WatchedHealth(LOG, "reconciling HAProxy", clock);
  }

  /** Runs one poll. */
  public AgentStatus poll() throws InterruptedException {
    Pass pass = Pass.begin();
    try {
      return run();
    } finally {
      pass.end();
    }
  }

  private AgentStatus run() throws InterruptedException {
    ListInUse list = parts.feed().poll();
    Optional<Placement> placement = parts.placement().now();
    Optional<String> otherWriter = parts.writer().objection();
    keepHaproxy(list, placement.filter(known -> otherWriter.isEmpty()));
    if (parts.keeping().isPresent() && otherWriter.isEmpty()) {
      parts.keeping().get().keep(list);
    }
    var status =
        new AgentStatus(
            list,
            new Poll(
                clock.instant(),
                placement,
                parts.feed().table(),
                haproxyNow(),
                withheld(otherWriter, placement),
                history.contested()));
    watcher.polled(status);
    return status;
  }

  private HaproxyNow haproxyNow() {
    return haproxy.health() instanceof Health.Fails fails
        ? new HaproxyNow.Fails(fails, history.last())
        : new HaproxyNow.Answered(history.last().orElseThrow());
  }

  private static Optional<Withheld> withheld(
      Optional<String> otherWriter, Optional<Placement> placement) {
    if (otherWriter.isPresent()) {
      return Optional.of(new Withheld.AnotherAgent(otherWriter.get()));
    }
    return placement.isPresent() ? Optional.empty() : Optional.of(new Withheld.ZoneUnknown());
  }

  private void keepHaproxy(ListInUse list, Optional<Placement> placement)
      throws InterruptedException {
    try {
      for (int i = 0; i < REPEATS; i++) {
        HaproxyPass pass = parts.keeper().pass(observed -> desired(list, placement, observed));
        PassNews news = history.after(pass);
        watcher.passed(news);
        log.log(news, list.held().map(HeldList::unknown).orElse(List.<UnknownRow>of()));
        if (!pass.replaced()) {
          break;
        }
      }
      haproxy.works();
    } catch (RuntimeException e) {
      // Whatever it is, the next poll starts anew: an agent that ended would help nobody.
      haproxy.failed(e, "it goes on as it is until the next poll", isAnswered(e));
    }
  }

  private static boolean isAnswered(RuntimeException problem) {
    return !(problem instanceof RuntimeApiException silence) || silence.isAnswered();
  }

  private List<DesiredServer> desired(
      ListInUse list, Optional<Placement> placement, HaproxySnapshot observed) {
    if (list.held().isEmpty() || placement.isEmpty()) {
      return List.of();
    }
    // Not in a pass that may not write: another agent may fill what is empty now.
    if (list instanceof ListInUse.FromFile) {
      fileScope = fileScope.after(observed, backends);
    }
    return desiredServers.of(
        list.held().get(),
        list.scope(backends, observed, fileScope),
        placement.get(),
        observed.servers().values());
  }
}
