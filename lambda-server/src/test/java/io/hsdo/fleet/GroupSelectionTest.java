package io.hsdo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

class GroupSelectionTest {
  private static final AutoScalingGroup GROUP =
      AutoScalingGroup.builder().tags(tag("service", "shop"), tag("canary", null)).build();

  @Test
  void allOfTheTagsMustBeCarried() {
    assertThat(selects(Map.of("service", "shop"))).isTrue();
    assertThat(selects(Map.of("service", "blog"))).isFalse();
    assertThat(selects(Map.of("service", "shop", "stage", "live"))).isFalse();
  }

  @Test
  void tagWithoutAValueHasAnEmptyOne() {
    assertThat(selects(Map.of("canary", ""))).isTrue();
    assertThat(selects(Map.of("canary", "yes"))).isFalse();
  }

  @Test
  void withoutTagsNothingIsSelectedByTag() {
    assertThat(GroupSelection.named("web").selectsByTag(GROUP)).isFalse();
  }

  private static boolean selects(Map<String, String> tags) {
    return new GroupSelection(Set.of(), tags).selectsByTag(GROUP);
  }

  private static TagDescription tag(String key, @Nullable String value) {
    return TagDescription.builder().key(key).value(value).build();
  }
}
