package io.hsdo.local.cloud;

import java.net.URI;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract, kept by somebody else's AWS: what keeps ours honest. */
@EnabledIfEnvironmentVariable(
    named = AnotherAws.ENDPOINT,
    matches = "https?://.+",
    disabledReason =
        "no AWS endpoint to compare with: start one, such as 'moto_server -p 5000', and set "
            + AnotherAws.ENDPOINT
            + "=http://127.0.0.1:5000")
final class ExternalAwsContractTest extends AwsContract {
  private final AwsClients clients = new AwsClients(URI.create(System.getenv(AnotherAws.ENDPOINT)));

  @Override
  AwsClients clients() {
    return clients;
  }

  @Override
  void close() {
    clients.close();
  }
}
