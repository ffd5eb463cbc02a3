package dev.darkstore.runtime.service;

import dev.darkstore.runtime.metrics.ServiceMeters;
import java.io.IOException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expiry of the certificates of a service's clients. The stores are read by Kafka's own code, so in
 * all forms that the clients accept: files of any type, and PEM in files or in settings.
 *
 * <p>A client reads its stores when it is created and keeps their content. The expiry is therefore
 * read when the service creates its clients: a renewed file changes it at the next start.
 */
final class CertificateExpiry {
  private static final Logger log = LoggerFactory.getLogger(CertificateExpiry.class);

  private static final ConfigDef TLS =
      new ConfigDef()
          .define(
              CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
              ConfigDef.Type.STRING,
              CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL,
              ConfigDef.Importance.MEDIUM,
              CommonClientConfigs.SECURITY_PROTOCOL_DOC)
          .withClientSslSupport();

  private CertificateExpiry() {}

  /** Store of certificates. */
  enum Store {
    /** Certificates by which brokers identify the client, with those of their issuers. */
    KEY,
    /** Certificates by which the client identifies brokers. */
    TRUST
  }

  /**
   * Registers a gauge for each configured store, with the time until its first certificate expires.
   *
   * @param clients configurations of the clients, by Kafka's names
   */
  static void watch(ServiceMeters meters, Collection<Map<String, Object>> clients) {
    Map<Store, Instant> firsts = new EnumMap<>(Store.class);
    try {
      for (Map<String, Object> client : clients) {
        firsts(client).forEach((store, at) -> firsts.merge(store, at, CertificateExpiry::earlier));
      }
    } catch (KafkaException e) {
      // A plug-in may not support this. If the clients cannot read the stores, they report it.
      log.warn("the expiry of certificates is not watched: {}", e.toString());
      return;
    }
    firsts.forEach(
        (store, at) ->
            meters.gauge(
                "darkstore.certificate.remaining",
                "Time until the first certificate of the store expires; negative afterwards",
                "seconds",
                () -> (at.toEpochMilli() - System.currentTimeMillis()) / 1_000.0,
                "store",
                store.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns the expiry of the first certificate of each configured store; empty without TLS.
   *
   * @throws KafkaException if a store cannot be read
   */
  static Map<Store, Instant> firsts(Map<String, Object> client) {
    AbstractConfig config = new AbstractConfig(TLS, client, false);
    if (!usesTls(config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))) {
      return Map.of();
    }
    Map<Store, Instant> firsts = new EnumMap<>(Store.class);
    Class<?> configured = config.getClass(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG);
    try (SslEngineFactory factory =
        configured == null
            ? new DefaultSslEngineFactory()
            : Utils.newInstance(configured, SslEngineFactory.class)) {
      factory.configure(config.values());
      first(factory.keystore()).ifPresent(at -> firsts.put(Store.KEY, at));
      first(factory.truststore()).ifPresent(at -> firsts.put(Store.TRUST, at));
    } catch (IOException | KeyStoreException e) {
      throw new KafkaException("a store of certificates cannot be read", e);
    }
    return firsts;
  }

  private static boolean usesTls(String securityProtocol) {
    SecurityProtocol protocol = SecurityProtocol.forName(securityProtocol);
    return protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
  }

  /**
   * Returns the expiry of the first certificate, issuers included.
   *
   * @param store store; null if none is configured
   */
  private static Optional<Instant> first(KeyStore store) throws KeyStoreException {
    Optional<Instant> first = Optional.empty();
    if (store != null) {
      for (String alias : Collections.list(store.aliases())) {
        Certificate[] chain = store.getCertificateChain(alias);
        first =
            Stream.concat(
                    first.stream(),
                    (chain == null ? Stream.of(store.getCertificate(alias)) : Arrays.stream(chain))
                        .filter(X509Certificate.class::isInstance)
                        .map(each -> ((X509Certificate) each).getNotAfter().toInstant()))
                .reduce(CertificateExpiry::earlier);
      }
    }
    return first;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
