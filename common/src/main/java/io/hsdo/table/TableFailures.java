package io.hsdo.table;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * What an operator is told when a table cannot be read or written: what to change, if it is known.
 */
record TableFailures(DynamoDbClient client, String table) {
  /**
   * The failure of an action.
   *
   * @param action such as {@code "read the rows"}
   * @param permission that it takes
   */
  SlotListStoreException of(String action, String permission, SdkException e) {
    return new SlotListStoreException(
        "could not " + action + " of table '" + table + "': " + reason(permission, e), e);
  }

  private String reason(String permission, SdkException e) {
    if (e instanceof ResourceNotFoundException) {
      return "there is no such table in region "
          + client.serviceClientConfiguration().region()
          + ", check DYNAMODB_TABLE_NAME and AWS_REGION";
    }
    if (isDenied(e)) {
      return "allow " + permission + " on it (" + e.getMessage() + ")";
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        && "AccessDeniedException".equals(refused.awsErrorDetails().errorCode());
  }
}
