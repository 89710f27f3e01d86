package io.hsdo.config;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Settings that the AWS SDK reads for itself, from the environment and from its own files. */
public final class SdkSettings {
  /** Those of the services that we ask. What is no address the SDK finds out at the first call. */
  private static final List<String> ENDPOINTS =
      List.of(
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_DYNAMODB",
          "AWS_ENDPOINT_URL_AUTO_SCALING",
          "AWS_ENDPOINT_URL_EC2");

  private SdkSettings() {}

  /**
   * A client that is built by them.
   *
   * @throws ConfigurationException if it cannot be
   */
  public static <C> C client(Map<String, String> environment, Supplier<C> build) {
    ENDPOINTS.forEach(name -> requireUrl(name, environment.getOrDefault(name, "")));
    try {
      return build.get();
    } catch (SdkClientException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "a setting of the AWS SDK cannot be used: " + e.getMessage());
    }
  }

  private static void requireUrl(String name, String value) {
    if (!value.isEmpty() && !value.matches("https?://[^/].*")) {
      throw new ConfigurationException(
          name + " is '" + value + "': expected a URL or nothing, such as http://127.0.0.1:8000");
    }
  }
}
