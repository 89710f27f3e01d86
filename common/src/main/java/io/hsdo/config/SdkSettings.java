package io.hsdo.config;

import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Settings that the AWS SDK reads for itself, from the environment and from its own files. */
public final class SdkSettings {
  private SdkSettings() {}

  /**
   * A client that is built by them.
   *
   * @throws ConfigurationException if it cannot be
   */
  public static <C> C client(Map<String, String> environment, Supplier<C> build) {
    try {
      return build.get();
    } catch (SdkClientException e) {
      throw new ConfigurationException(
          "AWS_ENDPOINT_URL is '"
              + environment.getOrDefault("AWS_ENDPOINT_URL", "")
              + "': expected a URL or nothing, and other settings that the AWS SDK takes ("
              + e.getMessage()
              + ")");
    }
  }
}
