package io.hsdo.local.dynamodb;

import static java.util.Collections.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbLocalTest {
  private static DynamoDbLocal dynamoDb;

  @BeforeAll
  static void start() {
    dynamoDb = DynamoDbLocal.start();
  }

  @AfterAll
  static void stop() {
    dynamoDb.close();
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException {
    int port = dynamoDb.endpoint().getPort();

    new Socket(InetAddress.getLoopbackAddress(), port).close();
    for (NetworkInterface network : list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, port)).isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void createdTableIsThereAtOnce() {
    dynamoDb.createTable("slots");

    try (DynamoDbClient client = dynamoDb.clientBuilder().build()) {
      assertThat(client.scan(scan -> scan.tableName("slots")).items()).isEmpty();
    }
  }
}
