package io.hsdo.agent.list;

import static java.util.function.Predicate.not;

import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.Backend;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backends that a list from the file may be carried out in: those in which a HAProxy process
 * had no ready slot but such as its checks find bad at a placeholder. What is ready there may be
 * newer than the file.
 *
 * <p>A backend stays in it until the process ends, for the file's own servers are ready soon, and a
 * fill may take more than one poll.
 *
 * @param process that was observed; empty before the first
 */
public record FileScope(Optional<HaproxyProcess> process, Set<Backend> backends) {
  public static final FileScope NONE = new FileScope(Optional.empty(), Set.of());

  public FileScope {
    backends = Set.copyOf(backends);
  }

  /** What it is once HAProxy was observed like this. */
  public FileScope after(HaproxySnapshot observed, List<Backend> managed) {
    HaproxyProcess now = observed.info().process();
    Set<Backend> open =
        new HashSet<>(process.filter(now::equals).isPresent() ? backends : Set.<Backend>of());
    managed.stream().filter(not(observed::serves)).forEach(open::add);
    return new FileScope(Optional.of(now), open);
  }
}
