package io.hsdo.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.RequiresHaproxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The faults of {@code scripts/faults}, each kept up only as long as it takes to be noticed.
 * Several are played at once, because they mostly wait.
 */
@RequiresHaproxy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
  private static final int AT_ONCE = 3;

  /** A machine that is busy with several at once may take this long for what takes seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pace PACE =
      new Pace(Duration.ofMillis(200), Duration.ofMillis(600), PATIENCE);

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final ExecutorService players = Executors.newFixedThreadPool(AT_ONCE);
  private final Map<String, Future<Outcome>> outcomes = new HashMap<>();

  /** The last one takes longest, so it goes first. */
  @BeforeAll
  void play() {
    List<Fault> faults = new ArrayList<>(Faults.all());
    Collections.reverse(faults);
    for (Fault fault : faults) {
      if (fault.lacking().isEmpty()) {
        outcomes.put(fault.name(), players.submit(() -> Play.of(fault, PACE, dynamoDb)));
      }
    }
  }

  @AfterAll
  void stop() {
    players.shutdownNow();
    dynamoDb.close();
  }

  static List<Fault> faults() {
    return Faults.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void everythingIsRightAgainWithOneLineWhenItBreaksAndOneWhenItHeals(Fault fault)
      throws Exception {
    assumeTrue(fault.lacking().isEmpty(), () -> fault.lacking().orElse(""));

    Outcome outcome = Objects.requireNonNull(outcomes.get(fault.name())).get();

    assertThat(outcome.complaints()).isEmpty();
  }
}
