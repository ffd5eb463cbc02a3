package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {
  private static final String TABLE =
      """
      orders | orderId | CUSTOMERS | PlaceOrder, CancelOrder
      store-commands | branchKey | COORDINATOR | Reserve, Commit, Release
      delivery-commands | branchKey | COORDINATOR | Reserve, Commit, Release
      store-releases | branchKey | COORDINATOR | Release, Settle
      delivery-releases | branchKey | COORDINATOR | Release, Settle
      store-events | orderId | STORE | Reserved, ReservationRefused, ReservationExpired, Assigned,\
       AssignmentFailed, Released
      delivery-events | orderId | DELIVERY | Reserved, ReservationRefused, ReservationExpired,\
       Assigned, AssignmentFailed, Released
      store-votes | orderId | STORE | Reserved, ReservationRefused, ReservationExpired, Assigned,\
       AssignmentFailed, Released
      delivery-votes | orderId | DELIVERY | Reserved, ReservationRefused, ReservationExpired,\
       Assigned, AssignmentFailed, Released
      order-events | orderId | COORDINATOR | OrderReceived, OrderPlaced, OrderRejected,\
       CancelRefused
      store-notifications | storeId | COORDINATOR | PickOrder
      delivery-notifications | agentId | COORDINATOR | DeliverOrder
      stock-updates | storeId | BACK_OFFICE | StockReceived, StockWrittenOff
      agent-updates | zoneId | AGENTS | AgentOnline, AgentOffline, DeliveryCompleted
      stock-events | branchKey | STORE | SupplyApplied, SupplyRepeated, SupplyRefused
      agent-events | branchKey | DELIVERY | SupplyApplied, SupplyRepeated, SupplyRefused
      agent-moves | addressee | DELIVERY | ClaimAgent, GrantAgent, RecallAgent, YieldAgent
      dead-letters | as it came | EVERY_SERVICE | as it came
      """;

  @Test
  void areThoseOfTheDesign() {
    assertThat(Arrays.stream(Topic.values()).map(TopicTest::row))
        .containsExactlyElementsOf(TABLE.lines().toList());
  }

  @Test
  void areReadByThoseWhoWorkOnThem() {
    Map<Principal, List<Topic>> read = new EnumMap<>(Principal.class);
    for (Topic topic : Topic.values()) {
      topic.readers().forEach(r -> read.computeIfAbsent(r, p -> new ArrayList<>()).add(topic));
    }

    assertThat(read)
        .containsExactly(
            Map.entry(Principal.CUSTOMERS, List.of(Topic.ORDER_EVENTS)),
            Map.entry(Principal.COORDINATOR, Topic.ORDERS.copartitioned()),
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
  @EnumSource
  void areFoundByName(Topic topic) {
    assertThat(Topic.named(topic.topicName())).contains(topic);
  }

  @Test
  void areNotFoundByAnotherName() {
    assertThat(Topic.named("ORDERS")).isEmpty();
    assertThat(Topic.named("order-coordinator-changelog")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEAD_LETTERS")
  void haveAFieldThatIsTheirKey(Topic topic) {
    Schema.Field key = topic.schema().orElseThrow().getField(topic.key());

    assertThat(key).isNotNull();
    assertThat(key.schema().getType()).isEqualTo(Schema.Type.STRING);
  }

  @Test
  void areClientFacingWhenTheyAreWrittenFromOutside() {
    assertThat(Arrays.stream(Topic.values()).filter(Topic::isClientFacing))
        .containsExactly(Topic.ORDERS, Topic.STOCK_UPDATES, Topic.AGENT_UPDATES);
  }

  @Test
  void areCopartitionedWhereOneServiceReadsThemByOneKey() {
    assertThat(Topic.ORDERS.copartitioned())
        .containsExactly(
            Topic.ORDERS,
            Topic.STORE_EVENTS,
            Topic.DELIVERY_EVENTS,
            Topic.STORE_VOTES,
            Topic.DELIVERY_VOTES);
    assertThat(Topic.STORE_COMMANDS.copartitioned())
        .containsExactly(
            Topic.STORE_COMMANDS, Topic.STORE_RELEASES, Topic.STOCK_UPDATES, Topic.STOCK_EVENTS);
    assertThat(Topic.DELIVERY_COMMANDS.copartitioned())
        .containsExactly(
            Topic.DELIVERY_COMMANDS,
            Topic.DELIVERY_RELEASES,
            Topic.AGENT_UPDATES,
            Topic.AGENT_EVENTS,
            Topic.AGENT_MOVES);
    assertThat(Topic.DEAD_LETTERS.copartitioned()).isEmpty();
    assertThat(Topic.copartitions()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
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
        .containsEntry("retention.ms", topic == Topic.DEAD_LETTERS ? "2592000000" : "604800000");
    assertThat(configs.get("compression.type"))
        .as("records from outside are bounded by their inflated size")
        .isEqualTo(topic.isClientFacing() ? "uncompressed" : null);
    assertThat(Integer.parseInt(configs.get("max.message.bytes")))
        .isGreaterThan(Limits.RECORD_BYTES);
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
