package io.hsdo.local.cloud.model;

import java.util.Optional;

/** How a caller names one wait for a hook: by instance, by token, or by both. */
public record ActionName(
    String group, String hook, Optional<String> instanceId, Optional<String> token) {

  Optional<LifecycleAction> in(GroupInstance instance) {
    if (instanceId.isEmpty() && token.isEmpty()) {
      return Optional.empty();
    }
    return instance.actions().stream()
        .filter(action -> instanceId.map(instance.id()::equals).orElse(true))
        .filter(action -> action.isFor(hook, token))
        .findFirst();
  }

  AwsException notFound() {
    return AwsException.validation(
        token
            .map(text -> "No active Lifecycle Action found with token " + text)
            .orElseGet(
                () ->
                    "No active Lifecycle Action found with instance ID "
                        + instanceId.orElse("null")));
  }
}
