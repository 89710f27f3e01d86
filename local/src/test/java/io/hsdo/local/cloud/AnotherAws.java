package io.hsdo.local.cloud;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * An AWS that somebody else made: the endpoint given in the environment, else LocalStack in a
 * container of its own. Its free edition knows no Auto Scaling.
 */
public final class AnotherAws implements AutoCloseable {
  static final String ENDPOINT = "HSDO_TEST_AWS_ENDPOINT";

  /** The last that needs no token. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  private final URI endpoint;
  private final Optional<LocalStackContainer> container;

  private AnotherAws(URI endpoint, Optional<LocalStackContainer> container) {
    this.endpoint = endpoint;
    this.container = container;
  }

  /** Docker is only looked for where the environment has no endpoint. */
  static boolean isAvailable() {
    return given().isPresent() || DockerClientFactory.instance().isDockerAvailable();
  }

  private static Optional<URI> given() {
    return Optional.ofNullable(System.getenv(ENDPOINT)).map(URI::create);
  }

  public static AnotherAws start() {
    return given()
        .map(endpoint -> new AnotherAws(endpoint, Optional.empty()))
        .orElseGet(AnotherAws::localStack);
  }

  private static AnotherAws localStack() {
    LocalStackContainer container = new LocalStackContainer(IMAGE);
    container.start();
    return new AnotherAws(container.getEndpoint(), Optional.of(container));
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A client's builder that leads there. */
  public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::stop);
  }
}
