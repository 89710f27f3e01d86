package io.hsdo.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hsdo.config.Parameter;
import io.hsdo.fleet.FleetException;
import io.hsdo.text.Printable;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Questions to Consul's HTTP API. Each has a time limit for the whole of its answer, which {@link
 * HttpClient} does not have by itself, and follows no redirection, for it carries the token.
 */
final class ConsulApi {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** An agent answers in milliseconds; a pass in Lambda has to come to its end. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Less than the minute after which proxies give up on a connection that says nothing. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  /** Consul adds up to a sixteenth to what it was told to wait. */
  private static final Duration WAITED = WAIT.plus(WAIT.dividedBy(16)).plus(ANSWER);

  private static final int SHOWN_OF_AN_ERROR = 200;

  private final ConsulSettings settings;
  private final HttpClient client;

  ConsulApi(ConsulSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    settings.caCertificate().map(TrustedCa::of).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /** The instances of a service, whatever their health; none if there is no such service. */
  List<ServiceInstance> instances(String service) {
    HttpResponse<byte[]> answer = ask(service, "", ANSWER);
    try {
      return HealthAnswer.read(service, answer.body());
    } catch (HealthAnswer.MalformedException e) {
      throw failed(
          service,
          "its answer is malformed: " + e.getMessage() + "; is " + address() + " a Consul's?");
    }
  }

  /**
   * The number of the last change of a service, which is answered once it differs from {@code
   * known}, or after half a minute.
   *
   * @param known 0 asks for an answer at once
   */
  long lastChange(String service, long known) {
    String index = known == 0 ? "" : "index=" + known + "&wait=" + WAIT.toSeconds() + "s";
    return ask(service, index, WAITED)
        .headers()
        .firstValue("X-Consul-Index")
        .filter(number -> number.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElseThrow(() -> failed(service, "its answer has no X-Consul-Index"));
  }

  private HttpResponse<byte[]> ask(String service, String index, Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(service, index)).header("Accept", "application/json");
    settings.token().ifPresent(token -> request.header("X-Consul-Token", token.value()));
    HttpResponse<byte[]> answer = send(service, request.build(), patience);
    requireWhole(service, answer);
    return answer;
  }

  private URI uri(String service, String index) {
    String query =
        Stream.of(settings.datacenter().map(name -> "dc=" + encoded(name)).orElse(""), index)
            .filter(part -> !part.isEmpty())
            .collect(joining("&"));
    String path = settings.url() + "/v1/health/service/" + encoded(service);
    return URI.create(query.isEmpty() ? path : path + "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private HttpResponse<byte[]> send(String service, HttpRequest request, Duration patience) {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, head -> new BoundedBody());
    try {
      return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(service, "no whole answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed(service, causeOf(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(service, "interrupted", e);
    } finally {
      call.cancel(true);
    }
  }

  private String causeOf(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof ConnectException) {
      return "no connection: expected an agent or server of Consul there";
    }
    String what = shown(String.valueOf(cause));
    return cause instanceof SSLException
        ? what
            + ": is it "
            + address()
            + "'s certificate, and its CA in "
            + Parameter.CONSUL_CACERT
            + "?"
        : what;
  }

  private void requireWhole(String service, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status != 200) {
      throw failed(
          service,
          "status "
              + status
              + " '"
              + shown(new String(answer.body(), UTF_8))
              + "'"
              + remedy(status));
    }
    if (header(answer, "X-Consul-Results-Filtered-By-ACLs").equals(Optional.of("true"))) {
      throw failed(
          service,
          "its answer is not whole: " + Parameter.SERVER_CONSUL_TOKEN + " may not read all of it");
    }
    if (header(answer, "X-Consul-KnownLeader").equals(Optional.of("false"))) {
      throw failed(service, "its answer may be old: its servers have no leader");
    }
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401, 403 -> ": look at " + Parameter.SERVER_CONSUL_TOKEN;
      case 500 -> ": look at Consul's log, and at " + Parameter.SERVER_CONSUL_DATACENTER;
      default -> ": look at " + Parameter.SERVER_CONSUL_API_URL;
    };
  }

  private static Optional<String> header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name);
  }

  /** What somebody else says, in one short line: it may repeat what it was sent. */
  private String shown(String text) {
    String hidden =
        settings.token().map(token -> text.replace(token.value(), token.toString())).orElse(text);
    String line = Printable.of(hidden.strip());
    return line.length() > SHOWN_OF_AN_ERROR ? line.substring(0, SHOWN_OF_AN_ERROR) + "..." : line;
  }

  private String address() {
    return Parameter.SERVER_CONSUL_API_URL + " " + settings.url();
  }

  private FleetException failed(String service, String why) {
    return new FleetException(complaint(service, why));
  }

  private FleetException failed(String service, String why, Exception cause) {
    return new FleetException(complaint(service, why), cause);
  }

  private String complaint(String service, String why) {
    return "Consul at " + settings.url() + " does not tell of service " + service + ": " + why;
  }
}
