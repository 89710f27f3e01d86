package io.hsdo.local.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong: what happens, what must hold meanwhile, what the agent says of it.
 * When it is over, everything must be right again without anybody's help.
 *
 * @param lasts how long it is played where there is time for it; zero is over as soon as it began
 * @param setting what it is played in
 * @param lacking what this machine would need to play it
 */
public record Fault(
    String name,
    Duration lasts,
    Setting setting,
    Beginning beginning,
    Meanwhile meanwhile,
    Traffic traffic,
    Words words,
    Optional<String> lacking) {
  private static final Duration USUALLY = Duration.ofSeconds(10);

  /** Makes it happen. */
  @FunctionalInterface
  public interface Beginning {
    /** Closing what is returned ends the fault. */
    AutoCloseable begin(Stage stage) throws Exception;
  }

  /** What has to be brought about while the fault lasts. */
  public interface Meanwhile {
    /** Nothing can be asked for. */
    Meanwhile NOTHING = stage -> Optional.empty();

    /** The list goes on being carried out. */
    Meanwhile FOLLOWING = Stage::missing;

    /** What is still missing; empty once it has been brought about. */
    Optional<String> missing(Stage stage);

    /** Something happens, of which it must be right again while the fault lasts. */
    default void provoke(Stage stage) {}
  }

  /** What becomes of requests. */
  public enum Traffic {
    /** None fails, and none reaches a wrong instance. */
    FLOWS,
    /** Some fail, because HAProxy itself is away or empty. None reaches a wrong instance. */
    MAY_FAIL,
    /** Somebody else sends them to wrong instances, until the agent puts that right. */
    MAY_GO_ASTRAY
  }

  /** A fault of which neither requests nor log know anything. */
  public static Fault of(String name, Beginning beginning) {
    return new Fault(
        name,
        USUALLY,
        Setting.PLAIN,
        beginning,
        Meanwhile.NOTHING,
        Traffic.FLOWS,
        Words.NONE,
        Optional.empty());
  }

  /** A fault that is over when it has happened. */
  public static Fault momentary(String name, Happening happening) {
    return of(
            name,
            stage -> {
              happening.happen(stage);
              return () -> {};
            })
        .lasting(Duration.ZERO);
  }

  /** Something that has no end of its own. */
  @FunctionalInterface
  public interface Happening {
    void happen(Stage stage) throws Exception;
  }

  public Fault lasting(Duration duration) {
    return new Fault(name, duration, setting, beginning, meanwhile, traffic, words, lacking);
  }

  public Fault in(Setting other) {
    return new Fault(name, lasts, other, beginning, meanwhile, traffic, words, lacking);
  }

  public Fault meanwhile(Meanwhile other) {
    return new Fault(name, lasts, setting, beginning, other, traffic, words, lacking);
  }

  public Fault traffic(Traffic other) {
    return new Fault(name, lasts, setting, beginning, meanwhile, other, words, lacking);
  }

  public Fault says(Words other) {
    return new Fault(name, lasts, setting, beginning, meanwhile, traffic, other, lacking);
  }

  /** Cannot be played on a machine where {@code thing} is empty. */
  public Fault needs(Optional<?> thing, String otherwise) {
    return new Fault(
        name,
        lasts,
        setting,
        beginning,
        meanwhile,
        traffic,
        words,
        thing.isPresent() ? lacking : Optional.of(otherwise));
  }

  @Override
  public String toString() {
    return name;
  }
}
