package io.hsdo.local.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Registers nodes and instances in a Consul's catalog, as a tool does for machines without an agent
 * of their own, and takes all of them out again when it is closed.
 */
final class Registrar implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private final Optional<String> token;
  private final Set<String> nodes = new LinkedHashSet<>();

  Registrar(URI url, Optional<String> token) {
    this.url = url;
    this.token = token;
  }

  /**
   * An instance of a service on a node of its own or of others.
   *
   * @param address of the service; empty leaves it to the node's
   */
  record Registration(String node, String nodeAddress, String service, String id, String address) {
    /** One with nothing special. */
    static Registration of(String service, int number) {
      return new Registration(
          "node-" + number, "10.0.0." + number, service, service + "-" + number, "");
    }

    String memberId() {
      return node + "/" + id;
    }
  }

  void register(Registration instance) {
    nodes.add(instance.node());
    put(
        "/v1/catalog/register",
        Map.of(
            "Node", instance.node(),
            "Address", instance.nodeAddress(),
            "Service",
                Map.of(
                    "ID", instance.id(),
                    "Service", instance.service(),
                    "Address", instance.address())));
  }

  /** Sets the status of a check of the instance. */
  void check(Registration instance, String checkId, String status) {
    putCheck(instance, checkId, status, instance.id());
  }

  /** Sets the status of a check of the node. */
  void checkNode(Registration instance, String checkId, String status) {
    putCheck(instance, checkId, status, "");
  }

  private void putCheck(Registration instance, String checkId, String status, String serviceId) {
    put(
        "/v1/catalog/register",
        Map.of(
            "Node", instance.node(),
            "Address", instance.nodeAddress(),
            "SkipNodeUpdate", true,
            "Check",
                Map.of(
                    "Node", instance.node(),
                    "CheckID", checkId,
                    "Name", checkId,
                    "Status", status,
                    "ServiceID", serviceId)));
  }

  void deregister(Registration instance) {
    put("/v1/catalog/deregister", Map.of("Node", instance.node(), "ServiceID", instance.id()));
  }

  /** Sends anything else to the API. */
  String put(String path, Object body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(PATIENCE)
              .PUT(BodyPublishers.ofString(JSON.std.asString(body), UTF_8));
      token.ifPresent(secret -> request.header("X-Consul-Token", secret));
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(path + " of " + url + " fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    List<String> all = new ArrayList<>(nodes);
    all.forEach(node -> put("/v1/catalog/deregister", Map.of("Node", node)));
    nodes.clear();
  }
}
