package io.hsdo.consul;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the CAs of one PEM file and nobody else. */
final class TrustedCa {
  private TrustedCa() {}

  /**
   * Reads the file.
   *
   * @throws ConfigurationException naming the file, if it holds no certificates
   */
  static SSLContext of(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (certificates.isEmpty()) {
        throw refused(file, "it has no certificate");
      }
      return trusting(certificates);
    } catch (IOException | CertificateException e) {
      throw refused(file, e.toString());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  private static SSLContext trusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (Certificate certificate : certificates) {
      trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static ConfigurationException refused(Path file, String why) {
    return new ConfigurationException(
        Parameter.CONSUL_CACERT
            + " is '"
            + file
            + "': expected a PEM file with the certificates of CAs, but "
            + why);
  }
}
