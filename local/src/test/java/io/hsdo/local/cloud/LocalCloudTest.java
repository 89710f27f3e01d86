package io.hsdo.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.local.cloud.model.Ec2State;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LocalCloudTest {
  private final ManualClock clock = new ManualClock();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final LocalCloud cloud =
      LocalCloud.builder()
          .clock(clock)
          .timings(
              Timings.instant()
                  .withBoot(Duration.ofSeconds(30))
                  .withListening(Duration.ofSeconds(2))
                  .withShutdown(Duration.ofSeconds(10)))
          .events(events::add)
          .start();

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void instancesOfAGroupServe() throws Exception {
    cloud.createGroup("web", 3, "eu-west-1a", "eu-west-1b");
    clock.advance(Duration.ofSeconds(32));

    assertThat(cloud.instances()).hasSize(3).allMatch(Instance::isInService);
    for (Instance instance : cloud.instances("web")) {
      assertThat(get(instance.url())).isEqualTo(instance.id() + "\n");
      assertThat(cloud.requestsServed(instance.id())).isEqualTo(1);
    }
  }

  @Test
  void groupGrowsAndShrinks() {
    cloud.createGroup("web", 1, "eu-west-1a");

    cloud.scale("web", 4);
    clock.advance(Duration.ofSeconds(32));
    assertThat(cloud.instances("web")).hasSize(4);
    cloud.scale("web", 2);
    clock.advance(Duration.ofSeconds(10));

    assertThat(cloud.instances("web")).hasSize(2);
    assertThat(cloud.group("web"))
        .hasValueSatisfying(group -> assertThat(group.capacity().desired()).isEqualTo(2));
  }

  @Test
  void terminatedInstanceIsReplaced() {
    cloud.createGroup("web", 1, "eu-west-1a");
    clock.advance(Duration.ofSeconds(32));
    Instance first = cloud.instances("web").get(0);

    cloud.terminate(first.id());
    clock.advance(Duration.ofSeconds(42));

    assertThat(cloud.instances("web"))
        .singleElement()
        .satisfies(successor -> assertThat(successor.id()).isNotEqualTo(first.id()));
    assertThat(cloud.instances())
        .filteredOn(each -> each.id().equals(first.id()))
        .allMatch(each -> each.state() == Ec2State.TERMINATED)
        .allMatch(each -> each.group().isEmpty());
  }

  @Test
  void eventsAreHandedOverInOrder() throws InterruptedException {
    cloud.createGroup("web", 1, "eu-west-1a");
    clock.advance(Duration.ofSeconds(32));
    cloud.advance();

    assertThat(nextEvent()).contains("\"state\":\"pending\"");
    assertThat(nextEvent()).contains("\"state\":\"running\"");
    assertThat(nextEvent()).contains("EC2 Instance Launch Successful");
  }

  @Test
  void listenerMayCallTheCloud() throws Exception {
    var self = new CompletableFuture<LocalCloud>();
    var seen = new LinkedBlockingQueue<Integer>();
    try (LocalCloud talking =
        LocalCloud.builder()
            .clock(clock)
            .events(event -> seen.add(self.join().instances().size()))
            .start()) {
      self.complete(talking);

      talking.createGroup("web", 1, "eu-west-1a");

      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void thingsHappenByThemselvesWithARealClock() throws Exception {
    var done = new LinkedBlockingQueue<String>();
    try (LocalCloud real =
        LocalCloud.builder()
            .timings(Timings.instant().withBoot(Duration.ofMillis(50)))
            .events(
                event -> {
                  if (event.contains("EC2 Instance Launch Successful")) {
                    done.add(event);
                  }
                })
            .start()) {
      real.createGroup("web", 1, "eu-west-1a");

      assertThat(done.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(get(real.instances().get(0).url())).startsWith("i-");
    }
  }

  @Test
  void nothingIsLeftAfterClosing() {
    cloud.createGroup("web", 2, "eu-west-1a");
    clock.advance(Duration.ofSeconds(32));
    Instance instance = cloud.instances().get(0);
    URI endpoint = cloud.endpoint();

    cloud.close();

    assertThat(isOpen(instance.address(), instance.port())).isFalse();
    assertThat(isOpen(endpoint.getHost(), endpoint.getPort())).isFalse();
  }

  @Test
  void portThatIsTakenIsNamed() {
    int taken = cloud.endpoint().getPort();

    assertThatThrownBy(() -> LocalCloud.builder().endpointPort(taken).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("listening on port " + taken + " of the loopback interface");
  }

  @Test
  void noThreadIsLeftAfterClosing() throws Exception {
    var threads = new ThreadGroup("a cloud");
    var instances = new CompletableFuture<Integer>();
    var user =
        new Thread(
            threads,
            () -> {
              try (LocalAws aws = LocalAws.withGroup(2)) {
                instances.complete(aws.group().instances().size());
              }
            });

    user.start();
    user.join();

    assertThat(instances.get(1, TimeUnit.SECONDS)).isEqualTo(2);
    // A pool is done before the last thread has quite returned.
    var ending = new Thread[threads.activeCount()];
    int count = threads.enumerate(ending);
    for (int i = 0; i < count; i++) {
      ending[i].join(TimeUnit.SECONDS.toMillis(10));
      assertThat(ending[i].isAlive()).as(ending[i].getName()).isFalse();
    }
  }

  private String nextEvent() throws InterruptedException {
    String event = events.poll(10, TimeUnit.SECONDS);
    return event == null ? "no event within 10 s" : event;
  }

  private static boolean isOpen(String host, int port) {
    try (Socket socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
