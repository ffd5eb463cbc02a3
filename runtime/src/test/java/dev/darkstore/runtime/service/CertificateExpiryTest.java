package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.service.CertificateExpiry.Store;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A certificate of 10 days, issued by an authority of 20 days, in every form of store. */
@DisplayName("Expiry of certificates")
class CertificateExpiryTest {
  private static final String PASSWORD = "changeit";
  private static final int LEAF_DAYS = 10;
  private static final int AUTHORITY_DAYS = 20;

  @TempDir private static Path folder;
  private static Instant madeAt;

  @BeforeAll
  static void make() throws Exception {
    madeAt = Instant.now();
    keytool("-genkeypair -alias ca -dname CN=ca -ext bc:c", AUTHORITY_DAYS, "ca.p12");
    keytool("-genkeypair -alias own -dname CN=own", LEAF_DAYS, "own.p12");
    Certificate ca = load("PKCS12", "ca.p12").getCertificate("ca");
    keytool("-certreq -alias own -file " + folder.resolve("own.csr"), 0, "own.p12");
    keytool(
        "-gencert -rfc -alias ca -infile %s -outfile %s"
            .formatted(folder.resolve("own.csr"), folder.resolve("leaf.pem")),
        LEAF_DAYS,
        "ca.p12");
    Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", ca.getEncoded()));
    Key key = load("PKCS12", "own.p12").getKey("own", PASSWORD.toCharArray());
    Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
    String chain = read("leaf.pem") + read("ca.pem");
    Files.writeString(folder.resolve("own.pem"), read("key.pem") + chain);
    Certificate leaf =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(folder.resolve("leaf.pem")));
    for (String type : List.of("PKCS12", "JKS")) {
      KeyStore own = KeyStore.getInstance(type);
      own.load(null, null);
      own.setKeyEntry("own", key, PASSWORD.toCharArray(), new Certificate[] {leaf, ca});
      save(own, "own." + type);
      KeyStore trusted = KeyStore.getInstance(type);
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", ca);
      trusted.setCertificateEntry("leaf", leaf);
      save(trusted, "both." + type);
      trusted.deleteEntry("leaf");
      save(trusted, "ca." + type);
    }
    Files.writeString(folder.resolve("password"), PASSWORD);
  }

  static Stream<Map<String, Object>> stores() {
    return Stream.of(
        Map.of(
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            file("own.PKCS12"),
            "ssl.keystore.password",
            PASSWORD,
            "ssl.key.password",
            PASSWORD,
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.location",
            file("ca.PKCS12"),
            "ssl.truststore.password",
            PASSWORD),
        Map.of(
            "ssl.keystore.location",
            file("own.JKS"),
            "ssl.keystore.password",
            PASSWORD,
            "ssl.truststore.location",
            file("ca.JKS"),
            "ssl.truststore.password",
            PASSWORD),
        Map.of(
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.location",
            file("own.pem"),
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            file("ca.pem")),
        Map.of(
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.key",
            read("key.pem"),
            "ssl.keystore.certificate.chain",
            read("leaf.pem") + read("ca.pem"),
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.certificates",
            read("ca.pem")),
        Map.of(
            "config.providers",
            "dir",
            "config.providers.dir.class",
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
            "ssl.keystore.location",
            file("own.JKS"),
            "ssl.keystore.password",
            "${dir:" + folder + ":password}",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.certificates",
            "${dir:" + folder + ":ca.pem}"));
  }

  @ParameterizedTest
  @DisplayName("The first certificate of each store is found in every form that clients accept")
  @MethodSource("stores")
  void theFirstCertificateIsFoundInEveryForm(Map<String, Object> stores) {
    for (String protocol : List.of("SSL", "SASL_SSL")) {
      Map<Store, Instant> firsts = CertificateExpiry.firsts(with(stores, protocol));

      assertThat(firsts).containsOnlyKeys(Store.KEY, Store.TRUST);
      assertExpiresIn(LEAF_DAYS, firsts.get(Store.KEY));
      assertExpiresIn(AUTHORITY_DAYS, firsts.get(Store.TRUST));
    }
  }

  @Test
  @DisplayName("Of several trusted certificates, the first to expire counts")
  void theFirstOfSeveralCounts() {
    Map<Store, Instant> firsts =
        CertificateExpiry.firsts(
            Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                file("both.JKS"),
                "ssl.truststore.password",
                PASSWORD));

    assertThat(firsts).containsOnlyKeys(Store.TRUST);
    assertExpiresIn(LEAF_DAYS, firsts.get(Store.TRUST));
  }

  @Test
  @DisplayName("Without TLS there is no expiry, whatever stores are configured")
  void withoutTlsThereIsNoExpiry() {
    stores()
        .forEach(
            stores -> {
              assertThat(CertificateExpiry.firsts(with(stores, "PLAINTEXT"))).isEmpty();
              assertThat(CertificateExpiry.firsts(with(stores, "SASL_PLAINTEXT"))).isEmpty();
            });
    assertThat(CertificateExpiry.firsts(Map.of("security.protocol", "SSL"))).isEmpty();
  }

  @Test
  @DisplayName("The gauge is the time until the first expiry over all clients")
  void theGaugeIsTheTimeUntilTheFirstExpiry() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ServiceMeters meters = new ServiceMeters(registry, "store")) {
      Map<String, Object> trusting =
          Map.of(
              "security.protocol", "SSL",
              "ssl.truststore.type", "PEM",
              "ssl.truststore.location", file("ca.pem"));

      CertificateExpiry.watch(
          meters, List.of(trusting, with(stores().findFirst().orElseThrow(), "SSL")));

      assertThat(days(registry, "key")).isCloseTo(LEAF_DAYS, within(0.01));
      assertThat(days(registry, "trust")).isCloseTo(AUTHORITY_DAYS, within(0.01));

      CertificateExpiry.watch(
          meters,
          List.of(
              Map.of(
                  "security.protocol",
                  "SSL",
                  "ssl.truststore.location",
                  file("both.JKS"),
                  "ssl.truststore.password",
                  PASSWORD)));
      assertThat(days(registry, "trust")).isCloseTo(LEAF_DAYS, within(0.01));
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  @DisplayName("An unreadable store is reported as Kafka reports it, and ends no service")
  void anUnreadableStoreEndsNoService() {
    Map<String, Object> broken =
        Map.of(
            "security.protocol", "SSL",
            "ssl.truststore.location", file("own.JKS"),
            "ssl.truststore.password", "wrong");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();

    assertThatThrownBy(() -> CertificateExpiry.firsts(broken)).isInstanceOf(KafkaException.class);
    CertificateExpiry.watch(new ServiceMeters(registry, "store"), List.of(broken));
    assertThat(registry.getMeters()).isEmpty();
  }

  private static double days(SimpleMeterRegistry registry, String store) {
    Gauge gauge = registry.get("darkstore.certificate.remaining").tag("store", store).gauge();
    return gauge.value() / Duration.ofDays(1).toSeconds();
  }

  private static void assertExpiresIn(int days, Instant at) {
    assertThat(at).isCloseTo(madeAt.plus(days, ChronoUnit.DAYS), within(1, ChronoUnit.MINUTES));
  }

  private static Map<String, Object> with(Map<String, Object> stores, String protocol) {
    Map<String, Object> client = new HashMap<>(stores);
    client.put("security.protocol", protocol);
    return client;
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
  }

  private static KeyStore load(String type, String name) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void save(KeyStore store, String name) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private static void keytool(String arguments, int days, String store) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    if (days > 0) {
      command.addAll(List.of("-validity", Integer.toString(days)));
    }
    if (arguments.startsWith("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    command.addAll(
        List.of("-keystore", file(store), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
