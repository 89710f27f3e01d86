package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.SdkSettings;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Clients of the AWS APIs that the refresh asks; credentials and endpoints come from the SDK's own
 * chain.
 */
final class AwsClients {
  /** One attempt: a page of 100 groups is answered in well under a second. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  /** All attempts: what is left of a Lambda invocation must suffice to store the list. */
  private static final Duration CALL = Duration.ofSeconds(15);

  private AwsClients() {}

  static AutoScalingClient autoScaling(AwsSettings aws) {
    return build(AutoScalingClient.builder(), aws);
  }

  static Ec2Client ec2(AwsSettings aws) {
    return build(Ec2Client.builder(), aws);
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, AwsSettings aws) {
    builder
        .region(aws.requiredRegion())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .build());
    return SdkSettings.client(System.getenv(), builder::build);
  }
}
