package dev.darkstore.system.secured;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.AclSetup;
import dev.darkstore.setup.topics.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;

/**
 * Broker with all topics, which authenticates every client and allows only the operations of the
 * access table. Secrets are in files, which Kafka's config providers read.
 */
final class SecuredCluster implements AutoCloseable {
  static final int PARTITIONS = 2;

  /** Access table of the installation without a prefix. */
  static final AccessTable TABLE = new AccessTable(Installation.DEFAULT);

  private static final String ADMIN = "admin";
  private static final String BROKER = "broker";
  private static final int ITERATIONS = 4096;

  private final Path folder;
  private final boolean isByPassword;
  private final TestCertificates certificates;
  private final Map<String, String> more;
  private final Set<String> passwords = new HashSet<>();
  private final AccessTable table;
  private EmbeddedBroker broker;
  private int port;

  private SecuredCluster(Path folder, boolean isByPassword, Map<String, String> more)
      throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.isByPassword = isByPassword;
    this.more = more;
    this.table = TABLE;
    certificates = new TestCertificates(folder.resolve("certificates"));
    secret("store", certificates.password());
    issue(BROKER);
    issue(ADMIN);
  }

  /** Starts a broker with a certificate, whose users have passwords (SCRAM-SHA-512). */
  static SecuredCluster withPasswords(Path folder, Map<String, String> brokerProperties)
      throws Exception {
    SecuredCluster cluster = new SecuredCluster(folder, true, brokerProperties);
    cluster.secret(BROKER, UUID.randomUUID().toString());
    cluster.secret(ADMIN, UUID.randomUUID().toString());
    cluster.startBroker();
    cluster.setPasswords();
    return cluster;
  }

  private void setPasswords() throws Exception {
    for (Principal principal : AccessTable.principals()) {
      setPassword(principal, UUID.randomUUID().toString());
    }
  }

  private SecuredCluster(SecuredCluster other, Installation installation) {
    folder = other.folder;
    isByPassword = other.isByPassword;
    more = other.more;
    table = new AccessTable(installation);
    certificates = other.certificates;
    broker = other.broker;
    port = other.port;
  }

  /** Returns another installation on the same broker, with its own users. */
  SecuredCluster beside(Installation installation) throws Exception {
    SecuredCluster beside = new SecuredCluster(this, installation);
    beside.setPasswords();
    return beside;
  }

  /** Starts a broker whose users have certificates, with their names as common names. */
  static SecuredCluster withCertificates(Path folder) throws Exception {
    SecuredCluster cluster = new SecuredCluster(folder, false, Map.of());
    cluster.startBroker();
    return cluster;
  }

  /** Issues a user's certificate, in place of an earlier one. */
  void issue(Principal principal, Duration validity) throws IOException, GeneralSecurityException {
    certificates.issue(table.userName(principal), validity);
  }

  private void issue(String name) throws IOException, GeneralSecurityException {
    certificates.issue(name);
  }

  void startBroker() throws IOException {
    Options options = Options.keptIn(folder.resolve("broker")).onPort(port);
    for (Map.Entry<String, String> property : brokerProperties().entrySet()) {
      options = options.with(property.getKey(), property.getValue());
    }
    if (isByPassword) {
      options = options.withUser(BROKER, secret(BROKER)).withUser(ADMIN, secret(ADMIN));
    }
    broker = EmbeddedBroker.start(options);
    port = broker.port();
  }

  void stopBroker() {
    broker.close();
  }

  /** Creates all topics, internal ones included, and grants the rights of the access table. */
  void setUp() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(admin()))) {
      TopicSetup.Result topics =
          TopicSetup.create(admin, table.installation(), PARTITIONS, (short) 1);
      TopicSetup.createInternal(admin, internalTopics(), topics.partitions(), (short) 1);
      AclSetup.of(admin, table, table.bindings(name -> "User:" + name)).grant(admin);
    }
  }

  List<InternalTopic> internalTopics() {
    ServiceSettings settings = ServiceSettings.of(installationSettings());
    return AccessTable.SERVICES.values().stream()
        .flatMap(service -> InternalTopic.of(service, settings).stream())
        .toList();
  }

  /** Sets a user's password, and writes it to the file that the user's clients read. */
  void setPassword(Principal principal, String password) throws Exception {
    String name = table.userName(principal);
    secret(name, password);
    try (Admin admin = Admin.create(Map.copyOf(admin()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      name,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                      password)))
          .all()
          .get();
    }
    awaitLogin(principal);
  }

  /** Waits until the broker accepts a new password, which takes a moment. */
  private void awaitLogin(Principal principal) {
    Awaitility.await("login of " + principal)
        .atMost(ExternalClients.PATIENCE)
        .ignoreExceptionsMatching(e -> e.getCause() instanceof SaslAuthenticationException)
        .until(
            () -> {
              try (Admin admin = Admin.create(Map.copyOf(client(principal)))) {
                return admin.describeCluster().clusterId().get() != null;
              }
            });
  }

  /** Deletes the user's password on the broker. */
  void revokePassword(Principal principal) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.copyOf(admin()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialDeletion(
                      table.userName(principal), ScramMechanism.SCRAM_SHA_512)))
          .all()
          .get();
    }
  }

  /** Returns the setting that names the installation. */
  Map<String, String> installationSettings() {
    return Map.of(Installation.SETTING, table.installation().prefix());
  }

  /** Connects to the installation as one of its users. */
  Cluster connect(Principal principal) throws InterruptedException {
    return Cluster.connect(Map.copyOf(client(principal)), table.installation());
  }

  Map<String, String> admin() {
    return client(ADMIN);
  }

  /** Returns a client's settings, which contain no secret. */
  Map<String, String> client(Principal principal) {
    return client(table.userName(principal));
  }

  private Map<String, String> client(String name) {
    Map<String, String> set = new TreeMap<>(security(name));
    set.put("bootstrap.servers", broker.bootstrapServers());
    return set;
  }

  private Map<String, String> security(String name) {
    Map<String, String> set = new HashMap<>();
    set.put("config.providers", "dir");
    set.put(
        "config.providers.dir.class",
        "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
    set.put("config.providers.dir.param.allowed.paths", secrets().toString());
    set.put("security.protocol", isByPassword ? "SASL_SSL" : "SSL");
    set.put("ssl.truststore.type", "PKCS12");
    set.put("ssl.truststore.location", certificates.trusted().toString());
    set.put("ssl.truststore.password", reference("store"));
    if (isByPassword) {
      set.put("sasl.mechanism", "SCRAM-SHA-512");
      set.put("sasl.jaas.config", jaas(name, reference(name)));
    } else {
      keystore(set, name);
    }
    return set;
  }

  private Map<String, String> brokerProperties() throws IOException {
    Map<String, String> set = new HashMap<>(more);
    set.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    set.put("allow.everyone.if.no.acl.found", "false");
    set.put("super.users", "User:" + BROKER + ";User:" + ADMIN);
    set.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT");
    set.put("ssl.truststore.type", "PKCS12");
    set.put("ssl.truststore.location", certificates.trusted().toString());
    set.put("ssl.truststore.password", certificates.password());
    keystore(set, BROKER);
    set.put("ssl.keystore.password", certificates.password());
    set.put("ssl.key.password", certificates.password());
    set.put("listener.name.controller.ssl.client.auth", "required");
    if (isByPassword) {
      set.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SSL");
      set.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
      set.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
      set.put("listener.name.broker.scram-sha-512.sasl.jaas.config", jaas(BROKER, secret(BROKER)));
    } else {
      set.put("listener.security.protocol.map", "BROKER:SSL,CONTROLLER:SSL");
      set.put("listener.name.broker.ssl.client.auth", "required");
    }
    return set;
  }

  private void keystore(Map<String, String> set, String name) {
    set.put("ssl.keystore.type", "PKCS12");
    set.put(
        "ssl.keystore.location", certificates.trusted().resolveSibling(name + ".p12").toString());
    set.put("ssl.keystore.password", reference("store"));
    set.put("ssl.key.password", reference("store"));
  }

  private static String jaas(String name, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(name, password);
  }

  private Path secrets() {
    return folder.resolve("secrets");
  }

  private String reference(String name) {
    return "${dir:" + secrets() + ":" + name + "}";
  }

  private void secret(String name, String value) throws IOException {
    passwords.add(value);
    Files.writeString(Files.createDirectories(secrets()).resolve(name), value);
  }

  private String secret(String name) throws IOException {
    return Files.readString(secrets().resolve(name));
  }

  /** Returns every password that was ever set. */
  Set<String> passwords() {
    return Set.copyOf(passwords);
  }

  @Override
  public void close() {
    broker.close();
  }
}
