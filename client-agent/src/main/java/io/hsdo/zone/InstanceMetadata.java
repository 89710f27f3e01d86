package io.hsdo.zone;

import io.hsdo.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The instance metadata service, version 2, under the AWS SDK's own settings. Asked for one value
 * once, so that the SDK's client for it would be all cost.
 */
public final class InstanceMetadata {
  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  private static final String DISABLED = "AWS_EC2_METADATA_DISABLED";
  private static final String MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
  private static final String DEFAULT_ENDPOINT = "http://169.254.169.254";
  private static final String DEFAULT_ENDPOINT_IPV6 = "http://[fd00:ec2::254]";

  /** It answers from the same host, in milliseconds; where it is missing, packets vanish. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** The token is needed for one question that follows at once. */
  private static final String TOKEN_SECONDS = "60";

  private static final int MAX_BYTES = 1024;
  private static final Pattern ZONE = Pattern.compile("[a-z0-9-]{1,64}");

  private final String endpoint;

  private InstanceMetadata(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * The service that the environment names.
   *
   * @throws ConfigurationException if it is disabled there, or its endpoint is none
   */
  public static InstanceMetadata of(Map<String, String> environment) {
    if (environment.getOrDefault(DISABLED, "").equalsIgnoreCase("true")) {
      throw new ConfigurationException(
          "CLIENT_ZONE is not set and "
              + DISABLED
              + " is 'true': CLIENT_ZONE_AFFINITY needs the zone, set CLIENT_ZONE or allow to ask"
              + " for it");
    }
    String given = environment.getOrDefault(ENDPOINT, "").strip();
    String endpoint = given.isEmpty() ? ofMode(environment) : given.replaceAll("/+$", "");
    if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
      throw new ConfigurationException(
          ENDPOINT + " is '" + given + "': expected a URL such as " + DEFAULT_ENDPOINT);
    }
    return new InstanceMetadata(endpoint);
  }

  private static String ofMode(Map<String, String> environment) {
    String mode = environment.getOrDefault(MODE, "").strip();
    if (mode.isEmpty() || mode.equalsIgnoreCase("IPv4")) {
      return DEFAULT_ENDPOINT;
    }
    if (mode.equalsIgnoreCase("IPv6")) {
      return DEFAULT_ENDPOINT_IPV6;
    }
    throw new ConfigurationException(MODE + " is '" + mode + "': expected IPv4 or IPv6");
  }

  /**
   * The availability zone of this instance, such as {@code eu-west-1a}.
   *
   * @throws ZoneException if it is not told within a few seconds
   */
  public String availabilityZone() {
    String zone;
    try {
      String token =
          ask("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS);
      zone =
          ask(
              "GET",
              "/latest/meta-data/placement/availability-zone",
              "X-aws-ec2-metadata-token",
              token);
    } catch (IOException e) {
      throw new ZoneException(
          "asking "
              + this
              + " failed ("
              + e
              + "): set CLIENT_ZONE, or let this host ask; a container needs a hop limit of 2",
          e);
    }
    if (!ZONE.matcher(zone).matches()) {
      throw new ZoneException(this + " answers no zone: set CLIENT_ZONE", null);
    }
    return zone;
  }

  private String ask(String method, String path, String header, String value) throws IOException {
    HttpURLConnection connection = open(path);
    try {
      connection.setRequestMethod(method);
      connection.setRequestProperty(header, value);
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(method + " " + path + " answers " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
      }
    } finally {
      connection.disconnect();
    }
  }

  /** Never through a proxy: the address is this host's own. */
  private HttpURLConnection open(String path) throws IOException {
    try {
      return (HttpURLConnection) new URL(endpoint + path).openConnection(Proxy.NO_PROXY);
    } catch (MalformedURLException e) {
      throw new ZoneException(ENDPOINT + " is '" + endpoint + "': expected a URL", e);
    }
  }

  @Override
  public String toString() {
    return "the instance metadata service at " + endpoint;
  }
}
