package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * {@code cdk deploy} and {@code cdk destroy} for real, against the endpoint of {@value #ENDPOINT},
 * else moto's server. Without terminate hooks, which neither moto's CloudFormation nor LocalStack's
 * free edition makes.
 */
@RequiresTools({"node", "npm"})
class DeploymentTest {
  static final String ENDPOINT = "HSDO_TEST_AWS_ENDPOINT";

  private static final String REGION = "eu-west-1";

  private @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeEverything() throws Exception {
    for (int last = open.size() - 1; last >= 0; last--) {
      open.get(last).close();
    }
  }

  @Test
  void aServiceIsDeployedAndRemovedAndItsTableStays() throws Exception {
    URI endpoint = endpoint();
    CdkCommandLine cdk =
        CdkCommandLine.installed()
            .with("AWS_ENDPOINT_URL", endpoint.toString())
            .with("AWS_REGION", REGION)
            .with("AWS_ACCESS_KEY_ID", "test")
            .with("AWS_SECRET_ACCESS_KEY", "test");
    DynamoDbClient dynamoDb = opened(dynamoDb(endpoint));
    String assembly = folder.resolve("cdk.out").toString();
    String settings =
        "settings=" + Synthesised.file("services: {shop: {parameters: {SERVER_ASG_NAMES: shop}}}");

    cdk.run("synth", "--quiet", "-c", settings, "--output", assembly).orFail();
    cdk.run("bootstrap", "-a", assembly).orFail();
    cdk.run("deploy", "--require-approval", "never", "-a", assembly).orFail();

    assertThat(table(dynamoDb).billingModeSummary().billingMode())
        .isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(table(dynamoDb).deletionProtectionEnabled()).isTrue();
    assertThat(functions(endpoint)).contains("io.hsdo.refresh.RefreshHandler", "java25");
    var store = new DynamoDbSlotListStore(dynamoDb, "shop-slots");
    store.save(store.load(), SlotList.empty(3), PlanNotes.NONE, Instant.now());
    assertThat(store.rows(Consistency.STRONG).highest()).isEqualTo(3);

    assertThat(cdk.run("diff", "-a", assembly).orFail().output())
        .contains("There were no differences");
    assertThat(cdk.run("deploy", "--require-approval", "never", "-a", assembly).orFail().output())
        .contains("no changes");

    cdk.run("destroy", "--force", "-a", assembly).orFail();

    assertThat(functions(endpoint)).doesNotContain("io.hsdo.refresh.RefreshHandler");
    assertThat(store.rows(Consistency.STRONG).highest()).isEqualTo(3);
  }

  private URI endpoint() {
    Optional<URI> given =
        Optional.ofNullable(System.getenv(ENDPOINT))
            // Names of buckets become part of the host's name, which an address cannot have.
            .map(text -> URI.create(text.replace("127.0.0.1", "localhost")));
    if (given.isPresent()) {
      return given.get();
    }
    Assumptions.assumeTrue(
        Tools.find("moto_server").isPresent(),
        "moto_server not installed, and no endpoint in " + ENDPOINT);
    return opened(MotoServer.start(folder.resolve("moto.log"))).endpoint();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private static DynamoDbClient dynamoDb(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private static TableDescription table(DynamoDbClient dynamoDb) {
    return dynamoDb.describeTable(request -> request.tableName("shop-slots")).table();
  }

  /** Lambda's list of functions, as it is answered. */
  private static String functions(URI endpoint) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/2015-03-31/functions/"))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/"
                    + REGION
                    + "/lambda/aws4_request, SignedHeaders=host, Signature=none")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
