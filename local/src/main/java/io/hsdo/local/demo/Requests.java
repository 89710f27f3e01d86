package io.hsdo.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks through HAProxy, with keys whose hashes decide who answers. */
final class Requests {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final URI haproxy;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Requests(URI haproxy) {
    this.haproxy = haproxy;
  }

  /** The instance that answers for {@code key}; empty if nobody answers well. */
  Optional<String> instanceFor(int key) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(haproxy.resolve("/key-" + key)).timeout(PATIENCE).build();
    try {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      return response.statusCode() == 200
          ? response.headers().firstValue("X-Instance-Id")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Who answers for keys 0, 1, ... {@code keys - 1}; {@code "nobody"} where nobody does. */
  List<String> instances(int keys) throws InterruptedException {
    List<String> instances = new ArrayList<>(keys);
    for (int key = 0; key < keys; key++) {
      instances.add(instanceFor(key).orElse("nobody"));
    }
    return instances;
  }

  /** How many of the first {@code keys} keys each instance answers for. */
  Map<String, Long> shares(int keys) throws InterruptedException {
    return instances(keys).stream()
        .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
  }
}
