package io.hsdo.table;

import io.hsdo.aws.CallFailures;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * What an operator is told when a table cannot be read or written: what to change, if it is known.
 */
record TableFailures(DynamoDbClient client, String table) {
  /** The words of DynamoDB, and those of DynamoDB Local. */
  private static final List<String> OTHER_KEY =
      List.of(
          "does not match the schema",
          "One of the required keys was not given a value",
          "Type mismatch for key");

  /**
   * The failure of an action.
   *
   * @param action such as {@code "read the rows"}
   * @param needed what must be allowed and offered for it
   */
  SlotListStoreException of(String action, String needed, SdkException e) {
    return new SlotListStoreException(
        "could not " + action + " of table '" + table + "': " + reason(needed, e), e);
  }

  private String reason(String needed, SdkException e) {
    if (e instanceof ResourceNotFoundException) {
      return "there is no such table in region "
          + client.serviceClientConfiguration().region()
          + ", check DYNAMODB_TABLE_NAME and AWS_REGION, or wait until it has been made";
    }
    String message = CallFailures.reason(e);
    if (hasCode(e, "AccessDeniedException")) {
      return "allow " + needed + " on it (" + message + ")";
    }
    if (isNotOffered(e)) {
      return "the endpoint does not offer " + needed + ", use another (" + message + ")";
    }
    // AWS and its SDK have no type of their own for these two.
    if (OTHER_KEY.stream().anyMatch(message::contains)) {
      return "its key is another one than the number BackendServerID (" + message + ")";
    }
    if (message.startsWith("Unable to load credentials")) {
      return "there are no credentials of AWS, give this host a role or set AWS_PROFILE to one with"
          + " keys or a credential_process, not with another role ("
          + message
          + ")";
    }
    return message;
  }

  /** Whether the endpoint knows no such operation, as an emulator may. */
  static boolean isNotOffered(SdkException e) {
    return hasCode(e, "UnknownOperationException");
  }

  private static boolean hasCode(SdkException e, String code) {
    return e instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        && code.equals(refused.awsErrorDetails().errorCode());
  }
}
