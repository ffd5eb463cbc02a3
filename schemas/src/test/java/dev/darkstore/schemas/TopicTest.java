package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
  private static final Installation THREE =
      new Installation("", BranchTable.parse("store,delivery,payment:customerId"));

  private static final String TABLE =
      """
      orders | orderId | customers | PlaceOrder, CancelOrder
      store-commands | branchKey | coordinator | Reserve, Commit, Release
      delivery-commands | branchKey | coordinator | Reserve, Commit, Release
      store-releases | branchKey | coordinator | Release, Settle
      delivery-releases | branchKey | coordinator | Release, Settle
      store-events | orderId | store | Reserved, ReservationRefused, ReservationExpired, Assigned,\
       AssignmentFailed, Released
      delivery-events | orderId | delivery | Reserved, ReservationRefused, ReservationExpired,\
       Assigned, AssignmentFailed, Released
      store-votes | orderId | store | Reserved, ReservationRefused, ReservationExpired, Assigned,\
       AssignmentFailed, Released
      delivery-votes | orderId | delivery | Reserved, ReservationRefused, ReservationExpired,\
       Assigned, AssignmentFailed, Released
      order-events | orderId | coordinator | OrderReceived, OrderPlaced, OrderRejected,\
       CancelRefused
      store-notifications | storeId | coordinator | PickOrder
      delivery-notifications | agentId | coordinator | DeliverOrder
      stock-updates | storeId | back-office | StockReceived, StockWrittenOff
      agent-updates | zoneId | agents | AgentOnline, AgentOffline, DeliveryCompleted
      stock-events | branchKey | store | SupplyApplied, SupplyRepeated, SupplyRefused
      agent-events | branchKey | delivery | SupplyApplied, SupplyRepeated, SupplyRefused
      agent-moves | addressee | delivery | ClaimAgent, GrantAgent, RecallAgent, YieldAgent
      dead-letters | as it came | every-service | as it came
      """;

  @Test
  void areThoseOfTheDesign() {
    assertThat(Installation.DEFAULT.topics().stream().map(TopicTest::row))
        .containsExactlyElementsOf(TABLE.lines().toList());
  }

  @Test
  void areReadByThoseWhoWorkOnThem() {
    Map<Principal, List<Topic>> read = new LinkedHashMap<>();
    for (Topic topic : Installation.DEFAULT.topics()) {
      topic.readers().forEach(r -> read.computeIfAbsent(r, p -> new ArrayList<>()).add(topic));
    }

    assertThat(read)
        .containsOnly(
            Map.entry(Principal.CUSTOMERS, List.of(Topic.ORDER_EVENTS)),
            Map.entry(Principal.COORDINATOR, Installation.DEFAULT.copartitioned(Topic.ORDERS)),
            Map.entry(
                Principal.STORE,
                List.of(Topic.STORE_COMMANDS, Topic.STORE_RELEASES, Topic.STOCK_UPDATES)),
            Map.entry(
                Principal.DELIVERY,
                List.of(
                    Topic.DELIVERY_COMMANDS,
                    Topic.DELIVERY_RELEASES,
                    Topic.AGENT_UPDATES,
                    Topic.AGENT_MOVES)),
            Map.entry(
                Principal.BACK_OFFICE, List.of(Topic.STORE_NOTIFICATIONS, Topic.STOCK_EVENTS)),
            Map.entry(Principal.AGENTS, List.of(Topic.DELIVERY_NOTIFICATIONS, Topic.AGENT_EVENTS)));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void areFoundByName(Topic topic) {
    assertThat(Topic.named(topic.topicName())).contains(topic);
  }

  @Test
  void ofAFurtherBranchFollowFromItsName() {
    assertThat(THREE.topics().stream().filter(topic -> !Topic.builtIn().contains(topic)))
        .map(TopicTest::row)
        .containsExactlyElementsOf(
            """
            payment-commands | branchKey | coordinator | Reserve, Commit, Release
            payment-releases | branchKey | coordinator | Release, Settle
            payment-events | orderId | payment | Reserved, ReservationRefused, ReservationExpired,\
             Assigned, AssignmentFailed, Released
            payment-votes | orderId | payment | Reserved, ReservationRefused, ReservationExpired,\
             Assigned, AssignmentFailed, Released
            """
                .lines()
                .toList());
  }

  @Test
  void ofAFurtherBranchAreCopartitionedLikeThoseOfTheFirst() {
    Topic commands = BranchName.of("payment").topic(Topic.Role.COMMANDS);

    assertThat(THREE.copartitioned(Topic.ORDERS))
        .extracting(Topic::topicName)
        .contains("payment-events", "payment-votes", "store-votes", "orders");
    assertThat(THREE.copartitioned(commands))
        .extracting(Topic::topicName)
        .containsExactly("payment-commands", "payment-releases");
    assertThat(THREE.copartitions()).hasSize(4);
  }

  @Test
  void areNotFoundByAnotherName() {
    assertThat(Topic.named("orders-commands-events-")).isEmpty();
    assertThat(Topic.named("agents-events")).isEmpty();
    assertThat(Topic.named("order-commands")).isEmpty();
    assertThat(Topic.named("ORDERS")).isEmpty();
    assertThat(Topic.named("order-coordinator-changelog")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("topicsWithASchema")
  void haveAFieldThatIsTheirKey(Topic topic) {
    Schema.Field key = topic.schema().orElseThrow().getField(topic.key());

    assertThat(key).isNotNull();
    assertThat(key.schema().getType()).isEqualTo(Schema.Type.STRING);
  }

  @Test
  void areClientFacingWhenTheyAreWrittenFromOutside() {
    assertThat(Installation.DEFAULT.topics().stream().filter(Topic::isClientFacing))
        .containsExactly(Topic.ORDERS, Topic.STOCK_UPDATES, Topic.AGENT_UPDATES);
  }

  @Test
  void areCopartitionedWhereOneServiceReadsThemByOneKey() {
    assertThat(Installation.DEFAULT.copartitioned(Topic.ORDERS))
        .containsExactly(
            Topic.ORDERS,
            Topic.STORE_EVENTS,
            Topic.DELIVERY_EVENTS,
            Topic.STORE_VOTES,
            Topic.DELIVERY_VOTES);
    assertThat(Installation.DEFAULT.copartitioned(Topic.STORE_COMMANDS))
        .containsExactly(
            Topic.STORE_COMMANDS, Topic.STORE_RELEASES, Topic.STOCK_UPDATES, Topic.STOCK_EVENTS);
    assertThat(Installation.DEFAULT.copartitioned(Topic.DELIVERY_COMMANDS))
        .containsExactly(
            Topic.DELIVERY_COMMANDS,
            Topic.DELIVERY_RELEASES,
            Topic.AGENT_UPDATES,
            Topic.AGENT_EVENTS,
            Topic.AGENT_MOVES);
    assertThat(Installation.DEFAULT.copartitioned(Topic.DEAD_LETTERS)).isEmpty();
    assertThat(Installation.DEFAULT.copartitions()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void areCreatedWithSettingsThatKafkaKnows(Topic topic) {
    Map<String, String> configs = topic.configs();

    assertThat(configs.keySet())
        .isSubsetOf(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    assertThat(configs)
        .containsEntry("cleanup.policy", "delete")
        .containsEntry(
            "message.timestamp.type", topic.isClientFacing() ? "LogAppendTime" : "CreateTime")
        .containsEntry(
            "retention.ms", topic.equals(Topic.DEAD_LETTERS) ? "2592000000" : "604800000");
    assertThat(configs.get("compression.type"))
        .as("records from outside are bounded by their inflated size")
        .isEqualTo(topic.isClientFacing() ? "uncompressed" : null);
    assertThat(Integer.parseInt(configs.get("max.message.bytes")))
        .isGreaterThan(Limits.RECORD_BYTES);
  }

  static List<Topic> topics() {
    return THREE.topics();
  }

  static List<Topic> topicsWithASchema() {
    return topics().stream().filter(topic -> topic.schema().isPresent()).toList();
  }

  private static String row(Topic topic) {
    return String.join(
        " | ",
        List.of(
            topic.topicName(),
            topic.key(),
            topic.writer().name(),
            topic.schema().map(TopicTest::bodies).orElse("as it came")));
  }

  private static String bodies(Schema envelope) {
    return envelope.getField("body").schema().getTypes().stream()
        .map(Schema::getName)
        .collect(Collectors.joining(", "));
  }
}
