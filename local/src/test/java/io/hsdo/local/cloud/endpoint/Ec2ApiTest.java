package io.hsdo.local.cloud.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hsdo.local.cloud.LocalAws;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

final class Ec2ApiTest {
  private final LocalAws aws = LocalAws.withGroup(2);
  private final Ec2Client client = aws.ec2();
  private final String id = aws.ids().get(0);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void instanceIsStoppedAndStarted() {
    var stopping = client.stopInstances(stop -> stop.instanceIds(id)).stoppingInstances().get(0);
    assertThat(stopping.instanceId()).isEqualTo(id);
    assertThat(stopping.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
    assertThat(stopping.currentState().name()).isEqualTo(InstanceStateName.STOPPING);
    aws.pass(10);
    assertThat(aws.inEc2(id).state().name()).isEqualTo(InstanceStateName.STOPPED);
    String address = aws.inEc2(id).privateIpAddress();

    var starting = client.startInstances(start -> start.instanceIds(id)).startingInstances().get(0);

    assertThat(starting.currentState().name()).isEqualTo(InstanceStateName.PENDING);
    assertThat(aws.inEc2(id).privateIpAddress()).isEqualTo(address);
  }

  @Test
  void terminatedInstanceIsListedForAnHour() {
    var change =
        client
            .terminateInstances(terminate -> terminate.instanceIds(id))
            .terminatingInstances()
            .get(0);

    assertThat(change.currentState().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN);
    aws.pass(10 + 3599);
    assertThat(aws.inEc2(id).state().name()).isEqualTo(InstanceStateName.TERMINATED);
    aws.pass(1);
    assertRefused(() -> aws.inEc2(id), "InvalidInstanceID.NotFound");
  }

  @Test
  void filtersMayHaveWildcardsAndAllOfThemMustMatch() {
    assertThat(find(filter("instance-id", "i-*"))).containsExactlyElementsOf(aws.ids());
    assertThat(find(filter("instance-id", id.substring(0, 18) + "?"))).contains(id);
    assertThat(find(filter("tag:aws:autoscaling:groupName", "we*"))).hasSize(2);
    assertThat(find(filter("tag-key", "aws:autoscaling:groupName"))).hasSize(2);
    assertThat(find(filter("availability-zone", "eu-west-1a"))).hasSize(1);
    assertThat(find(filter("instance-state-code", "16"))).hasSize(2);
    assertThat(find(filter("instance-id", id), filter("instance-state-name", "stopped"))).isEmpty();
  }

  @Test
  void tagsOfInstancesAreDescribed() {
    var tags = client.describeTags(describe -> describe.filters(filter("resource-id", id))).tags();

    assertThat(tags)
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.key()).isEqualTo("aws:autoscaling:groupName");
              assertThat(tag.value()).isEqualTo(LocalAws.GROUP);
            });
    assertThat(client.describeTags(describe -> describe.filters(filter("key", "no"))).tags())
        .isEmpty();
  }

  @Test
  void thousandInstancesAreOnOnePage() {
    aws.cloud().scale(LocalAws.GROUP, 1100);

    var pages = client.describeInstancesPaginator().stream().toList();

    assertThat(pages).extracting(page -> page.reservations().size()).containsExactly(1000, 100);
  }

  @Test
  void launchTemplatesAreDescribed() {
    client.createLaunchTemplate(
        create ->
            create.launchTemplateName("mine").launchTemplateData(data -> data.imageId("ami-1")));

    assertThat(
            client
                .describeLaunchTemplates(describe -> describe.launchTemplateNames("mine"))
                .launchTemplates())
        .singleElement()
        .satisfies(template -> assertThat(template.launchTemplateId()).startsWith("lt-"));
  }

  @Test
  void refusalsAreThoseOfEc2() {
    assertThat(
            assertRefused(
                () ->
                    client.describeInstances(
                        describe ->
                            describe.instanceIds("i-00000000000000001", id, "i-00000000000000002")),
                "InvalidInstanceID.NotFound"))
        .isEqualTo("The instance IDs 'i-00000000000000001, i-00000000000000002' do not exist");
    assertThat(
            assertRefused(
                () -> client.describeInstances(describe -> describe.instanceIds("web-1")),
                "InvalidInstanceID.Malformed"))
        .isEqualTo("Invalid id: \"web-1\"");
    assertRefused(
        () -> client.describeInstances(describe -> describe.instanceIds(id).maxResults(5)),
        "InvalidParameterCombination");
    assertRefused(
        () -> client.describeInstances(describe -> describe.maxResults(4)),
        "InvalidParameterValue");
    assertRefused(
        () -> client.describeInstances(describe -> describe.nextToken("made up")),
        "InvalidPaginationToken");
    assertRefused(
        () -> client.describeInstances(describe -> describe.filters(filter("color", "blue"))),
        "InvalidParameterValue");
    assertRefused(
        () ->
            client.describeInstances(
                describe ->
                    describe.filters(
                        Filter.builder()
                            .name("instance-id")
                            .values(IntStream.range(0, 201).mapToObj("i-%017x"::formatted).toList())
                            .build())),
        "FilterLimitExceeded");
    assertRefused(
        () -> client.terminateInstances(terminate -> terminate.instanceIds(List.of())),
        "MissingParameter");
    client.terminateInstances(terminate -> terminate.instanceIds(id));
    assertRefused(
        () -> client.stopInstances(stop -> stop.instanceIds(id)), "IncorrectInstanceState");
    assertRefused(
        () -> client.startInstances(start -> start.instanceIds(id)), "IncorrectInstanceState");
    assertRefused(() -> client.describeVolumes(), "InvalidAction");
  }

  private List<String> find(Filter... filters) {
    return client.describeInstances(describe -> describe.filters(filters)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(Instance::instanceId)
        .toList();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  /** The message of the refusal. */
  private static String assertRefused(ThrowingCallable call, String code) {
    Ec2Exception refusal = catchThrowableOfType(Ec2Exception.class, call);
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    return refusal.awsErrorDetails().errorMessage();
  }
}
