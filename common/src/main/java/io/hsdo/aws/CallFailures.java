package io.hsdo.aws;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** What an operator is told of a call to AWS that failed. */
public final class CallFailures {
  private CallFailures() {}

  /** The SDK's words, but for a host that is not found: it does not say which. */
  public static String reason(SdkException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "there is no host "
            + cause.getMessage()
            + ", check AWS_REGION, AWS_ENDPOINT_URL and how this host finds names";
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
