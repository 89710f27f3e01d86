package io.hsdo.config;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where the table is.
 *
 * @param region empty leaves it to the AWS SDK's own chain
 */
public record AwsSettings(String table, Optional<Region> region) {
  /** What can be part of a host name; which regions there are is AWS's business. */
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");

  /**
   * Reads them.
   *
   * @throws ConfigurationException if there is no table
   */
  public static AwsSettings of(Parameters parameters) {
    return new AwsSettings(
        parameters.required(
            Parameter.DYNAMODB_TABLE_NAME, "the name of the service's DynamoDB table"),
        region(parameters, Parameter.AWS_REGION)
            .or(() -> region(parameters, Parameter.AWS_DEFAULT_REGION)));
  }

  private static Optional<Region> region(Parameters parameters, Parameter parameter) {
    return parameters.read(
        parameter,
        "a region such as eu-west-1",
        value -> {
          if (!REGION.matcher(value.toString()).matches()) {
            throw new IllegalArgumentException("no region");
          }
          return Region.of(value.toString());
        });
  }

  /**
   * The region, if need be from the SDK's own chain.
   *
   * @throws ConfigurationException if nobody knows it
   */
  public Region requiredRegion() {
    try {
      return region.orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
    } catch (SdkClientException e) {
      throw new ConfigurationException(
          Parameter.AWS_REGION
              + " is not set: expected the region of the table, such as eu-west-1");
    }
  }
}
