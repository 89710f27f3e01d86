package io.hsdo.local.bench;

import io.hsdo.local.haproxy.HaproxyConfig.Listeners;
import io.hsdo.local.haproxy.LocalHaproxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * The TLS side of an HTTP endpoint: a HAProxy of its own, with a certificate that is made for it.
 */
final class TlsEndpoint implements AutoCloseable {
  private static final String PASSWORD = "measured";
  private static final String ALIAS = "endpoint";

  private final Path keyStore;
  private final LocalHaproxy haproxy;

  private TlsEndpoint(Path keyStore, LocalHaproxy haproxy) {
    this.keyStore = keyStore;
    this.haproxy = haproxy;
  }

  /**
   * Before the endpoint that listens at {@code target}.
   *
   * @param folder where key and certificate are put
   */
  static TlsEndpoint before(URI target, Path folder) {
    Path keyStore = folder.resolve("endpoint.p12");
    Path pem = folder.resolve("endpoint.pem");
    try {
      makeKey(keyStore);
      Files.writeString(pem, pem(keyStore));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("making a certificate in " + folder + " failed", e);
    }
    return new TlsEndpoint(
        keyStore, LocalHaproxy.start(listeners -> config(listeners, pem, target)));
  }

  private static void makeKey(Path keyStore) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            keyStore.toString(),
            "-storepass",
            PASSWORD);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(keyStore)) {
      throw new IOException("keytool made no key: " + said);
    }
  }

  /** As HAProxy reads it. */
  private static String pem(Path keyStore) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    return section("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded())
        + section("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
  }

  private static String section(String name, byte[] content) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(name, Base64.getMimeEncoder().encodeToString(content));
  }

  private static String config(Listeners listeners, Path pem, URI target) {
    return """
        global
          stats socket %s mode 600 level admin

        defaults
          mode http
          timeout connect 1s
          timeout client 60s
          timeout server 60s

        listen endpoint
          bind 127.0.0.1:%d ssl crt %s
          server target %s
        """
        .formatted(listeners.socket(), listeners.httpPort(), pem, target.getAuthority());
  }

  URI endpoint() {
    return URI.create("https://localhost:" + haproxy.httpPort());
  }

  /** Has a JVM trust the certificate, and no other. */
  String trustOptions() {
    return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
        .formatted(keyStore, PASSWORD);
  }

  @Override
  public void close() {
    haproxy.close();
  }
}
