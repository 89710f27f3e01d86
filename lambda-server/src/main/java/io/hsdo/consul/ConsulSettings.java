package io.hsdo.consul;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which services make up the fleet, and how Consul is asked about them.
 *
 * @param url of its HTTP API, as {@code http://127.0.0.1:8500}, without a slash at its end
 * @param datacenter empty leaves it to the agent that is asked
 * @param caCertificate file of the only CAs that are trusted; empty trusts those the JDK trusts
 */
public record ConsulSettings(
    URI url,
    Set<String> services,
    Optional<Token> token,
    Optional<String> datacenter,
    Optional<Path> caCertificate) {
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");

  public ConsulSettings {
    services = Set.copyOf(services);
  }

  /** A secret: only {@link #value} shows it. */
  record Token(String value) {
    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /** What is set for {@code SERVER_MODE=consul}. */
  public static ConsulSettings of(Parameters parameters) {
    return new ConsulSettings(
        url(parameters),
        services(parameters),
        parameters
            .read(
                Parameter.SERVER_CONSUL_TOKEN,
                "printable ASCII characters without spaces",
                value -> name(value.toString()))
            .map(Token::new),
        parameters.read(
            Parameter.SERVER_CONSUL_DATACENTER,
            "the name of a datacenter",
            value -> name(value.toString())),
        parameters.text(Parameter.CONSUL_CACERT).map(Path::of));
  }

  private static URI url(Parameters parameters) {
    String text =
        parameters.required(
            Parameter.SERVER_CONSUL_API_URL,
            "the address of Consul's HTTP API, such as http://127.0.0.1:8500, because "
                + Parameter.SERVER_MODE
                + " is 'consul'");
    if (text.matches(".*[@?#].*")) {
      // What stands there may be a secret, so it is not shown.
      throw new ConfigurationException(
          Parameter.SERVER_CONSUL_API_URL
              + " has a '@', a '?' or a '#': expected only an address, such as"
              + " http://127.0.0.1:8500; a token is given as "
              + Parameter.SERVER_CONSUL_TOKEN);
    }
    return parameters
        .read(
            Parameter.SERVER_CONSUL_API_URL,
            "an address such as http://127.0.0.1:8500 or https://consul.example:8501",
            value -> address(value.toString()))
        .orElseThrow();
  }

  private static URI address(String text) {
    URI url = URI.create(text.replaceAll("/+$", ""));
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw new IllegalArgumentException("not an address of HTTP");
    }
    return url;
  }

  private static Set<String> services(Parameters parameters) {
    Set<String> services = new TreeSet<>(parameters.list(Parameter.SERVER_CONSUL_SERVICE_NAME));
    if (services.isEmpty()) {
      throw new ConfigurationException(
          Parameter.SERVER_CONSUL_SERVICE_NAME
              + " is not set: expected the names of Consul services, because "
              + Parameter.SERVER_MODE
              + " is 'consul'");
    }
    for (String service : services) {
      if (!NAME.matcher(service).matches()) {
        throw new ConfigurationException(
            Parameter.SERVER_CONSUL_SERVICE_NAME
                + " has '"
                + service
                + "': expected names of 1 to 255 printable ASCII characters without spaces");
      }
    }
    return services;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("not a name");
    }
    return text;
  }
}
