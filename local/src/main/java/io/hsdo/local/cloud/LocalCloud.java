package io.hsdo.local.cloud;

import io.hsdo.local.cloud.endpoint.AwsEndpoint;
import io.hsdo.local.cloud.endpoint.Calls;
import io.hsdo.local.cloud.endpoint.Faults;
import io.hsdo.local.cloud.machine.WebServers;
import io.hsdo.local.cloud.model.Account;
import io.hsdo.local.cloud.model.Capacity;
import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.local.cloud.model.Ec2Instance;
import io.hsdo.local.cloud.model.Group;
import io.hsdo.local.cloud.model.GroupInstance;
import io.hsdo.local.cloud.model.GroupSettings;
import io.hsdo.local.cloud.model.GroupTag;
import io.hsdo.local.cloud.model.LaunchTemplate;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.Snapshot;
import io.hsdo.local.cloud.model.Timings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Auto Scaling Groups on this machine, without an account: an AWS endpoint on the loopback
 * interface, and instances that are real web servers on addresses of their own.
 *
 * <pre>{@code
 * try (var cloud = LocalCloud.builder().start()) {
 *   cloud.createGroup("web", 3, "eu-west-1a", "eu-west-1b");
 *   cloud.endpoint();
 * }
 * }</pre>
 */
public final class LocalCloud implements AutoCloseable {
  private static final String TEMPLATE = "local";

  /** More than any test asks for, and few enough that a warm pool can be filled up to it. */
  private static final int MAX_SIZE = 10_000;

  private final Cloud cloud;
  private final WebServers servers;
  private final AwsEndpoint endpoint;
  private final EventBus bus;
  private final Ticker ticker;

  private LocalCloud(Cloud cloud, WebServers servers, AwsEndpoint endpoint, EventBus bus) {
    this.cloud = cloud;
    this.servers = servers;
    this.endpoint = endpoint;
    this.bus = bus;
    ticker = Ticker.start(cloud);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What {@code --endpoint-url} and {@code endpointOverride} take. */
  public URI endpoint() {
    return endpoint.uri();
  }

  /** The port of every instance. */
  public int port() {
    return servers.port();
  }

  /** Creates a group with room to grow to any size. */
  public void createGroup(String name, int desired, String... zones) {
    LaunchTemplate template =
        Optional.ofNullable(cloud.snapshot().templates().get(TEMPLATE))
            .orElseGet(
                () ->
                    cloud.askEc2(
                        ec2 -> ec2.createTemplate(TEMPLATE, Optional.empty(), Optional.empty())));
    cloud.tellAutoScaling(
        scaling ->
            scaling.createGroup(
                new GroupSettings(
                    name,
                    template,
                    List.of(zones),
                    new Capacity(0, MAX_SIZE, desired),
                    List.of())));
  }

  /** Sets how many instances the group should have. */
  public void scale(String group, int desired) {
    cloud.tellAutoScaling(scaling -> scaling.setDesiredCapacity(group, desired));
  }

  /** Terminates an instance; its group replaces it. */
  public void terminate(String instanceId) {
    cloud.tellAutoScaling(scaling -> scaling.terminate(instanceId, false));
  }

  /** Tags a group; instances it launched before do not get the tag. */
  public void tag(String group, String key, String value) {
    cloud.tellAutoScaling(scaling -> scaling.putTag(group, new GroupTag(key, value, true)));
  }

  public void putHook(String group, LifecycleHook hook) {
    cloud.tellAutoScaling(scaling -> scaling.putHook(group, hook));
  }

  /** The warning now, the interruption when the notice ends. */
  public void interruptSpot(String instanceId) {
    cloud.tellEc2(ec2 -> ec2.interruptSpot(instanceId));
  }

  public void recommendRebalance(String instanceId) {
    cloud.tellEc2(ec2 -> ec2.recommendRebalance(instanceId));
  }

  /** How the group is set up; who is in it, {@link #instances(String)} tells. */
  public Optional<Group> group(String name) {
    return Optional.ofNullable(cloud.snapshot().groups().get(name));
  }

  /** Every instance that EC2 lists, in order of id. */
  public List<Instance> instances() {
    Snapshot snapshot = cloud.snapshot();
    return snapshot.instances().values().stream()
        .map(each -> instance(each, Optional.ofNullable(snapshot.groupInstances().get(each.id()))))
        .toList();
  }

  /** The instances the group lists, those of its warm pool included. */
  public List<Instance> instances(String group) {
    return instances().stream().filter(each -> each.group().equals(Optional.of(group))).toList();
  }

  /** How many requests the instance has answered, health checks left out, also after its end. */
  public long requestsServed(String instanceId) {
    return servers.requestsServed(instanceId);
  }

  /** What goes wrong with the answers of the endpoint. */
  public Faults faults() {
    return endpoint.faults();
  }

  /** What the endpoint was asked. */
  public Calls calls() {
    return endpoint.calls();
  }

  /** Lets happen what is due; only needed to see it without looking at anything else. */
  public void advance() {
    cloud.advance();
  }

  @Override
  public void close() {
    ticker.close();
    endpoint.close();
    servers.close();
    bus.close();
  }

  private Instance instance(Ec2Instance instance, Optional<GroupInstance> inGroup) {
    return new Instance(
        instance.id(),
        instance.zone(),
        instance.address(),
        servers.port(),
        instance.launched(),
        instance.state(),
        inGroup.map(GroupInstance::group),
        inGroup.map(GroupInstance::lifecycle),
        inGroup.map(each -> each.health().healthy()).orElse(true));
  }

  /** What can be chosen; everything has a default that suits a test. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private Account account = Account.EXAMPLE;
    private Timings timings = Timings.watchable();
    private long seed = ThreadLocalRandom.current().nextLong();
    private int endpointPort;
    private int instancePort;
    private Consumer<String> events = event -> {};

    private Builder() {}

    /** With a clock that stands still nothing happens by itself. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    public Builder account(Account account) {
      this.account = account;
      return this;
    }

    public Builder timings(Timings timings) {
      this.timings = timings;
      return this;
    }

    /** The same seed and the same calls give the same identifiers. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Of the AWS endpoint; any free one by default. */
    public Builder endpointPort(int port) {
      endpointPort = port;
      return this;
    }

    /** Of all instances; any free one by default. */
    public Builder instancePort(int port) {
      instancePort = port;
      return this;
    }

    /** Gets each event that EventBridge would get, as JSON and in order, on a thread of its own. */
    public Builder events(Consumer<String> listener) {
      events = listener;
      return this;
    }

    public LocalCloud start() {
      WebServers servers = WebServers.open(instancePort);
      var bus = new EventBus(events);
      try {
        var cloud = new Cloud(clock, account, timings, seed, servers, bus);
        return new LocalCloud(cloud, servers, AwsEndpoint.start(account, cloud, endpointPort), bus);
      } catch (RuntimeException e) {
        servers.close();
        bus.close();
        throw e;
      }
    }
  }
}
