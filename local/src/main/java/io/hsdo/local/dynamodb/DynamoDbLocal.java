package io.hsdo.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local in this process: in memory, on a free port of the loopback address, with the same
 * tables for all credentials and regions.
 *
 * <p>It puts DynamoDB Local's handler into a server of its own, because the one that comes with it
 * listens on every address and sends telemetry when it starts.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private final Server server;
  private final LocalDynamoDBServerHandler handler;

  private DynamoDbLocal(Server server, LocalDynamoDBServerHandler handler) {
    this.server = server;
    this.handler = handler;
  }

  public static DynamoDbLocal start() {
    boolean inMemory = true;
    boolean shared = true;
    boolean slowTables = false;
    String corsOrigins = "";
    var handler =
        new LocalDynamoDBServerHandler(
            new LocalDynamoDBRequestHandler(0, inMemory, null, shared, slowTables), corsOrigins);
    var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("could not start DynamoDB Local", e);
    }
    return new DynamoDbLocal(server, handler);
  }

  /** For {@code AWS_ENDPOINT_URL_DYNAMODB}, or a client's endpoint override. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getURI().getPort());
  }

  /** A client of these tables; the credentials work nowhere else. */
  public DynamoDbClientBuilder clientBuilder() {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  /** Creates an empty table for a slot list. */
  public void createTable(String name) {
    try (DynamoDbClient client = clientBuilder().build()) {
      createTable(client, name);
    }
  }

  /** The same in whichever DynamoDB this client talks to. */
  static void createTable(DynamoDbClient client, String name) {
    String slotNumber = "BackendServerID";
    CreateTableRequest request =
        CreateTableRequest.builder()
            .tableName(name)
            .keySchema(
                KeySchemaElement.builder().attributeName(slotNumber).keyType(KeyType.HASH).build())
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName(slotNumber)
                    .attributeType(ScalarAttributeType.N)
                    .build())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .build();
    client.createTable(request);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("could not stop DynamoDB Local", e);
    }
    handler.close();
  }
}
