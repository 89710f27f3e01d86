package io.hsdo.local.faults;

import io.hsdo.local.dynamodb.FaultyDynamoDb.Trouble;
import io.hsdo.local.faults.Fault.Beginning;
import io.hsdo.local.faults.Fault.Meanwhile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table cannot be read, or tells what nobody should believe. */
final class TableFaults {
  private static final Words OUTAGE =
      Words.once(
          "WARN \\w+: reading the slot list fails: .*; going on with the last good list",
          "INFO \\w+: reading the slot list works again after \\d+ s");

  private static final Words LOST_ROWS =
      Words.once(
          "WARN \\w+: rows are missing or refused and their slots stay as they were: .*",
          "INFO \\w+: every slot is carried out again");

  private static final Duration SLOW = Duration.ofMillis(1500);

  private TableFaults() {}

  static List<Fault> all() {
    return List.of(
        outage("DynamoDB unreachable", stage -> stage.dynamoDb().isUnreachable()),
        outage("DynamoDB hanging", trouble(Trouble.hanging())),
        Fault.of("DynamoDB slow, 1.5 s an answer", trouble(Trouble.slow(SLOW)))
            .meanwhile(Meanwhile.FOLLOWING),
        outage("DynamoDB throttling", trouble(Trouble.throttling())),
        outage("DynamoDB denying", trouble(Trouble.denying())),
        outage("table missing", trouble(Trouble.withoutTable())),
        outage("half a scan, then an error", trouble(Trouble.failingAtSecondPage())),
        outage("table emptied", trouble(Trouble.emptied())),
        lie("scan without rows", Trouble.withoutRows(), OUTAGE),
        lie("scan of some rows", Trouble.withSomeRows(), LOST_ROWS));
  }

  private static Fault outage(String name, Beginning beginning) {
    return Fault.of(name, beginning).meanwhile(new Reconciling()).says(OUTAGE);
  }

  private static Beginning trouble(Trouble trouble) {
    return stage -> stage.dynamoDb().has(trouble);
  }

  /** What was believed of a version ends with the next one, which a lost row gets at once. */
  private static Fault lie(String name, Trouble trouble, Words words) {
    return Fault.of(
            name,
            stage -> {
              AutoCloseable lying = stage.dynamoDb().has(trouble);
              return () -> {
                lying.close();
                stage.changeList();
              };
            })
        .meanwhile(new Keeping())
        .says(words);
  }

  /** And nobody loses their server who had one before and has one after. */
  private static final class Keeping implements Meanwhile {
    private final Meanwhile reconciling = new Reconciling();

    @Override
    public void provoke(Stage stage) {
      reconciling.provoke(stage);
    }

    @Override
    public Optional<String> missing(Stage stage) {
      return reconciling.missing(stage).or(() -> stage.isEmptied(List.of(1, 2, 3, 4)));
    }
  }

  /** Whatever the table does, what somebody changes in HAProxy is put right. */
  private static final class Reconciling implements Meanwhile {
    @Override
    public void provoke(Stage stage) {
      stage.cli().exchange("set server web/web1 weight 1");
    }

    @Override
    public Optional<String> missing(Stage stage) {
      String weight = stage.cli().exchange("get weight web/web1");
      return weight.startsWith(Roster.WEIGHT + " ")
          ? Optional.empty()
          : Optional.of("web1 has weight " + weight.strip());
    }
  }
}
