package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.command.orders.RequestOutcome;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.Reserved;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Access on a broker with TLS, SCRAM-SHA-512 and Kafka's authorizer: the operations of the access
 * table are allowed, and no others.
 */
@DisplayName("Access on a broker")
class AccessOnABrokerTest {
  @TempDir private static Path folder;
  private static final LogWatch LOG = new LogWatch();
  private static SecuredCluster cluster;
  private static SecuredServices services;

  @BeforeAll
  static void start() throws Exception {
    cluster = SecuredCluster.withPasswords(folder, Map.of());
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
  }

  @AfterAll
  static void close() {
    services.close();
    cluster.close();
    LOG.close();
    LOG.assertContainsNoneOf(cluster.passwords());
  }

  static List<Principal> principals() {
    return Installation.DEFAULT.principals();
  }

  @Test
  @DisplayName("Services and clients process orders with their own rights")
  void servicesAndClientsProcessOrdersWithTheirOwnRights() throws Exception {
    ExternalClients clients = new ExternalClients(cluster);
    clients.stock(5);
    clients.agents(2);

    clients.order("o-1");

    clients.awaitPlaced("o-1");
    assertThat(clients.place("o-2").kind()).isEqualTo(RequestOutcome.Kind.PLACED);
  }

  /** Checks that Kafka Streams needs no other topics: no principal may create one. */
  @Test
  @DisplayName("No topic was created besides those of the setup")
  void noTopicWasCreatedBesidesThoseOfTheSetup() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(cluster.admin()))) {
      assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrderElementsOf(topics());
    }
  }

  /** Compares all operations that the broker authorizes, also those that nobody has a right to. */
  @ParameterizedTest
  @DisplayName("A principal has exactly the rights of the access table on every topic")
  @MethodSource("principals")
  void hasExactlyTheRightsOfTheTableOnEveryTopic(Principal principal) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(cluster.client(principal)))) {
      Map<String, KafkaFuture<TopicDescription>> descriptions =
          admin
              .describeTopics(
                  topics(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .topicNameValues();
      for (String topic : topics()) {
        Set<AclOperation> granted = granted(principal, topic);
        if (granted.isEmpty()) {
          assertRefused(List.of(descriptions.get(topic)));
        } else {
          // Any right on a topic includes the right to describe it.
          granted.add(AclOperation.DESCRIBE);
          assertThat(descriptions.get(topic).get().authorizedOperations())
              .as("rights of %s on %s", principal, topic)
              .isEqualTo(granted);
        }
      }
    }
  }

  @ParameterizedTest
  @DisplayName("A principal may read only the topics of the access table")
  @MethodSource("principals")
  void mayReadOnlyTheTopicsOfTheTable(Principal principal) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.copyOf(cluster.client(principal)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (String topic : topics()) {
        if (!may(principal, AclOperation.READ, topic)) {
          TopicPartition partition = new TopicPartition(topic, 0);
          consumer.assign(List.of(partition));
          consumer.seek(partition, 0);
          assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
              .as("%s reads %s", principal, topic)
              .isInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @DisplayName("A principal may write only the topics of the access table")
  @MethodSource("principals")
  void mayWriteOnlyTheTopicsOfTheTable(Principal principal) {
    // The broker issues producer ids only to principals that may write to a topic.
    Map<String, Object> config = new HashMap<>(cluster.client(principal));
    config.put("enable.idempotence", false);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : topics()) {
        if (!may(principal, AclOperation.WRITE, topic)) {
          assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1])).get())
              .as("%s writes %s", principal, topic)
              .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @DisplayName("A principal may not create, delete or alter topics")
  @MethodSource("principals")
  void mayNotCreateDeleteOrAlterTopics(Principal principal) throws Exception {
    List<String> topics = topics();
    List<String> unknown = Stream.of("new", "orders-2", "darkstore-store-2").toList();
    try (Admin admin = Admin.create(Map.copyOf(cluster.client(principal)))) {
      Stream.concat(topics.stream(), unknown.stream())
          .forEach(
              topic -> {
                for (AclOperation operation :
                    List.of(AclOperation.CREATE, AclOperation.DELETE, AclOperation.ALTER)) {
                  assertThat(may(principal, operation, topic)).isFalse();
                }
              });

      assertRefused(
          admin
              .createTopics(
                  Stream.concat(topics.stream(), unknown.stream())
                      .map(topic -> new NewTopic(topic, 1, (short) 1))
                      .toList())
              .values()
              .values());
      assertRefused(
          admin
              .createPartitions(
                  topics.stream()
                      .collect(
                          Collectors.toMap(Function.identity(), t -> NewPartitions.increaseTo(9))))
              .values()
              .values());
      assertRefused(
          admin
              .incrementalAlterConfigs(
                  topics.stream()
                      .collect(
                          Collectors.toMap(
                              topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
                              topic ->
                                  List.of(
                                      new AlterConfigOp(
                                          new ConfigEntry("retention.ms", "1"),
                                          AlterConfigOp.OpType.SET)))))
              .values()
              .values());
      assertRefused(admin.deleteTopics(topics).topicNameValues().values());
    }
  }

  @ParameterizedTest
  @DisplayName("A principal may not use a service's transactional ids or consumer group")
  @MethodSource("principals")
  void mayNotUseTheTransactionalIdsOrTheGroupOfAService(Principal principal) {
    for (Map.Entry<Principal, ServiceDefinition> service : AccessTable.SERVICES.entrySet()) {
      if (service.getKey() == principal) {
        continue;
      }
      String id = service.getValue().applicationId(Installation.DEFAULT);
      Map<String, Object> config = new HashMap<>(cluster.client(principal));
      config.put("transactional.id", id + "-1");
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        assertThatThrownBy(producer::initTransactions)
            .as("%s uses transactional id %s", principal, id)
            .isInstanceOf(TransactionalIdAuthorizationException.class);
      }
      config.remove("transactional.id");
      config.put("group.id", id);
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(List.of(readable(principal)));
        assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
            .as("%s joins group %s", principal, id)
            .isInstanceOf(GroupAuthorizationException.class);
      }
    }
  }

  /** Checks who may vote: any other voter could promise goods that do not exist. */
  @ParameterizedTest
  @DisplayName("Only a participant may vote")
  @MethodSource("principals")
  void onlyAParticipantMayVote(Principal principal) throws Exception {
    byte[] vote =
        EventCodec.BRANCH_EVENTS.encode(
            new BranchEvent(
                "o-unknown", "s-1", 0L, Instant.now(), new Reserved(List.of(), Instant.now(), 0L)));
    Map<String, Object> config = new HashMap<>(cluster.client(principal));
    config.put("enable.idempotence", false);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Map.Entry<Topic, Principal> votes :
          Map.of(
                  Topic.STORE_EVENTS, Principal.STORE,
                  Topic.DELIVERY_EVENTS, Principal.DELIVERY)
              .entrySet()) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                votes.getKey().topicName(), "o-unknown".getBytes(StandardCharsets.UTF_8), vote);
        if (votes.getValue() == principal) {
          assertThat(producer.send(record).get().hasOffset()).isTrue();
        } else {
          assertThatThrownBy(() -> producer.send(record).get())
              .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  /** Checks that a service's settings at its start show no password: those stay in their files. */
  @Test
  @DisplayName("The settings that a service logs contain no secret")
  void settingsContainNoSecret() throws Exception {
    for (String secret : cluster.passwords()) {
      for (Principal principal : AccessTable.SERVICES.keySet()) {
        assertThat(services.settings(principal).kafka().toString())
            .contains("${dir:")
            .doesNotContain(secret);
        assertThat(services.settings(principal).effective().toString())
            .contains("[hidden]")
            .doesNotContain(secret);
      }
    }
  }

  private static List<String> topics() {
    List<String> names = new ArrayList<>();
    Installation.DEFAULT.topics().stream().map(Topic::topicName).forEach(names::add);
    cluster.internalTopics().stream().map(InternalTopic::name).forEach(names::add);
    return names;
  }

  private static String readable(Principal principal) {
    return topics().stream()
        .filter(topic -> may(principal, AclOperation.READ, topic))
        .findFirst()
        .orElseThrow();
  }

  private static boolean may(Principal principal, AclOperation operation, String topic) {
    return granted(principal, topic).contains(operation);
  }

  private static Set<AclOperation> granted(Principal principal, String topic) {
    Set<AclOperation> granted = EnumSet.noneOf(AclOperation.class);
    SecuredCluster.TABLE.rights(principal).stream()
        .filter(right -> right.type() == ResourceType.TOPIC)
        .filter(right -> covers(right, topic))
        .forEach(right -> granted.addAll(right.operations()));
    return granted;
  }

  private static boolean covers(Right right, String topic) {
    return right.pattern() == PatternType.PREFIXED
        ? topic.startsWith(right.name())
        : topic.equals(right.name());
  }

  private static <T> void assertRefused(Collection<KafkaFuture<T>> answers)
      throws InterruptedException {
    for (KafkaFuture<T> answer : answers) {
      try {
        answer.get();
        throw new AssertionError("the broker allowed the operation");
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }
}
