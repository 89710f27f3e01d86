package io.hsdo.local.scale;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.Instance;
import io.hsdo.plan.Plan;
import io.hsdo.slot.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the refresh asks and writes when there is much of everything, counted at the other end. */
@DisplayName("A steady state costs almost nothing")
class ScaleTest {
  /** In a minute. */
  private static final long PASSES = 20;

  @ParameterizedTest(name = "{1} instances in {0} groups")
  @CsvSource({"1, 10", "125, 1000", "250, 5000"})
  void aFirstFillAndTheMinuteAfterItAreNoMoreCallsThanAwsMakesThem(int groups, int instances) {
    try (var fleet = new LargeFleet(groups, instances)) {
      long start = System.nanoTime();
      Plan plan = fleet.passAfter(Duration.ZERO);
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      Map<String, Long> requests = fleet.takeRequests();

      System.out.printf("First fill, %d slots: %d ms, %s%n", instances, millis, requests);
      assertThat(plan.unplaced()).isEmpty();
      assertThat(fleet.list().members().map(Member::id))
          .containsExactlyElementsOf(inOrderOfLaunch(fleet.instances()));
      assertThat(requests)
          .containsEntry("autoscaling:DescribeAutoScalingGroups", chunks(groups, 100))
          .containsEntry("ec2:DescribeInstances", chunks(instances, 200) + stoppingLook(groups))
          .containsEntry("dynamodb:GetItem", 1L)
          .doesNotContainKey("autoscaling:DescribeAutoScalingInstances")
          .hasEntrySatisfying(
              "dynamodb:TransactWriteItems",
              calls -> assertThat(calls).isLessThanOrEqualTo(2 * chunks(instances, 99)));

      fleet.passAfter(Duration.ofMinutes(1));
      long pages = fleet.takeRequests().getOrDefault("dynamodb:Scan", 0L);
      for (int i = 0; i < PASSES; i++) {
        assertThat(fleet.passAfter(Duration.ofMinutes(1).dividedBy(PASSES)).changes()).isEmpty();
      }

      assertThat(fleet.takeRequests())
          .isEqualTo(
              Map.of(
                  "autoscaling:DescribeAutoScalingGroups",
                  PASSES * chunks(groups, 100),
                  "ec2:DescribeInstances",
                  stoppingLook(groups),
                  "dynamodb:GetItem",
                  PASSES,
                  "dynamodb:Scan",
                  PASSES * pages,
                  "dynamodb:UpdateItem",
                  1L));
    }
  }

  private static List<String> inOrderOfLaunch(List<Instance> instances) {
    return instances.stream()
        .sorted(comparing(Instance::launched).thenComparing(Instance::id))
        .map(Instance::id)
        .toList();
  }

  /** Of the 200 values that a call takes, four are the states. */
  private static long stoppingLook(int groups) {
    return chunks(groups, 200 - 4);
  }

  private static long chunks(long count, int size) {
    return (count + size - 1) / size;
  }
}
