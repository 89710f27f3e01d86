package io.hsdo.config;

import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * Where the table is.
 *
 * @param region empty leaves it to the AWS SDK's own chain
 */
public record AwsSettings(String table, Optional<Region> region) {
  public static AwsSettings of(Parameters parameters) {
    return new AwsSettings(
        parameters.required(
            Parameter.DYNAMODB_TABLE_NAME, "the name of the service's DynamoDB table"),
        parameters
            .text(Parameter.AWS_REGION)
            .or(() -> parameters.text(Parameter.AWS_DEFAULT_REGION))
            .map(Region::of));
  }
}
