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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String LOGIN_MODULE =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  /** Way in which users are authenticated. */
  private enum Login {
    PASSWORD,
    CERTIFICATE,
    TOKEN
  }

  private final Path folder;
  private final Login login;
  private final TestCertificates certificates;
  private final Map<String, String> more;
  private final Set<String> passwords = new HashSet<>();
  private final AccessTable table;
  private TokenEndpoint tokens;
  private EmbeddedBroker broker;
  private int port;

  private SecuredCluster(Path folder, Login login, Map<String, String> more)
      throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.login = login;
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
    SecuredCluster cluster = new SecuredCluster(folder, Login.PASSWORD, brokerProperties);
    cluster.secret(BROKER, UUID.randomUUID().toString());
    cluster.secret(ADMIN, UUID.randomUUID().toString());
    cluster.startBroker();
    cluster.setPasswords();
    return cluster;
  }

  private void setPasswords() throws Exception {
    for (Principal principal : TABLE.installation().principals()) {
      setPassword(principal, UUID.randomUUID().toString());
    }
  }

  private SecuredCluster(SecuredCluster other, Installation installation) {
    folder = other.folder;
    login = other.login;
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
    SecuredCluster cluster = new SecuredCluster(folder, Login.CERTIFICATE, Map.of());
    cluster.startBroker();
    return cluster;
  }

  /**
   * Starts a broker whose users have tokens of an authorization server (OAUTHBEARER), with their
   * names as subjects.
   *
   * @param validity time for which a token is valid
   */
  static SecuredCluster withTokens(Path folder, Duration validity) throws Exception {
    SecuredCluster cluster = new SecuredCluster(folder, Login.TOKEN, Map.of());
    List<String> names = new ArrayList<>(List.of(BROKER, ADMIN));
    TABLE.installation().principals().forEach(principal -> names.add(TABLE.userName(principal)));
    for (String name : names) {
      cluster.secret(name, UUID.randomUUID().toString());
    }
    cluster.tokens = new TokenEndpoint(cluster::knownSecret, validity);
    // Kafka's clients and brokers contact only endpoints that this property lists.
    System.setProperty(ALLOWED_URLS, cluster.tokens.tokens() + "," + cluster.tokens.keys());
    cluster.startBroker();
    return cluster;
  }

  private Optional<String> knownSecret(String name) {
    try {
      return Optional.of(secret(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the number of tokens issued to a user. */
  int tokensOf(Principal principal) {
    return tokens.issued(table.userName(principal));
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
    if (login == Login.PASSWORD) {
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
    set.put("security.protocol", login == Login.CERTIFICATE ? "SSL" : "SASL_SSL");
    set.put("ssl.truststore.type", "PKCS12");
    set.put("ssl.truststore.location", certificates.trusted().toString());
    set.put("ssl.truststore.password", reference("store"));
    switch (login) {
      case PASSWORD -> {
        set.put("sasl.mechanism", "SCRAM-SHA-512");
        set.put("sasl.jaas.config", jaas(name, reference(name)));
      }
      case TOKEN -> {
        set.put("sasl.mechanism", "OAUTHBEARER");
        set.put("sasl.jaas.config", LOGIN_MODULE);
        tokenLogin("", set, name, reference(name));
      }
      case CERTIFICATE -> keystore(set, name);
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
    switch (login) {
      case PASSWORD -> {
        set.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SSL");
        set.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        set.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        set.put(
            "listener.name.broker.scram-sha-512.sasl.jaas.config", jaas(BROKER, secret(BROKER)));
      }
      case TOKEN -> {
        set.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SSL");
        set.put("sasl.enabled.mechanisms", "OAUTHBEARER");
        set.put("sasl.mechanism.inter.broker.protocol", "OAUTHBEARER");
        String prefix = "listener.name.broker.oauthbearer.";
        set.put(prefix + "sasl.jaas.config", LOGIN_MODULE);
        set.put(
            prefix + "sasl.server.callback.handler.class",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        set.put("sasl.oauthbearer.jwks.endpoint.url", tokens.keys());
        set.put("sasl.oauthbearer.expected.audience", TokenEndpoint.SCOPE);
        set.put("sasl.oauthbearer.expected.issuer", TokenEndpoint.ISSUER);
        // Without it a connection outlives its token.
        set.put(prefix + "connections.max.reauth.ms", "60000");
        tokenLogin(prefix, set, BROKER, secret(BROKER));
      }
      case CERTIFICATE -> {
        set.put("listener.security.protocol.map", "BROKER:SSL,CONTROLLER:SSL");
        set.put("listener.name.broker.ssl.client.auth", "required");
      }
    }
    return set;
  }

  /** Adds the settings by which a user gets tokens. */
  private void tokenLogin(String prefix, Map<String, String> set, String name, String secret) {
    set.put(
        prefix + "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    set.put("sasl.oauthbearer.token.endpoint.url", tokens.tokens());
    set.put("sasl.oauthbearer.client.credentials.client.id", name);
    set.put("sasl.oauthbearer.client.credentials.client.secret", secret);
    set.put("sasl.oauthbearer.scope", TokenEndpoint.SCOPE);
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
    if (tokens != null) {
      tokens.close();
      System.clearProperty(ALLOWED_URLS);
    }
  }
}
