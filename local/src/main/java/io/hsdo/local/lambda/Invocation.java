package io.hsdo.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** An event on its way through the function. */
public record Invocation(String id, String event, CompletableFuture<Result> result) {
  Invocation(String event) {
    this(UUID.randomUUID().toString(), event, new CompletableFuture<>());
  }

  /**
   * What became of it.
   *
   * @param failed whether the handler threw, or its environment could not start
   * @param body what it answered, or the error as the runtime interface client describes it
   */
  public record Result(boolean failed, String body) {}
}
