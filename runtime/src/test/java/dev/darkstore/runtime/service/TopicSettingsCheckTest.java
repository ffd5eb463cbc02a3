package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The settings of topics, compared at a service's start")
class TopicSettingsCheckTest {
  private static final InternalTopic CHANGELOG =
      new InternalTopic(
          "darkstore-coordinator-open-changelog",
          Set.of(Topic.ORDERS, Topic.STORE_EVENTS),
          Map.of("cleanup.policy", "compact"));

  @Test
  @DisplayName("fit when 'topics create' has created the topics")
  void fitWhenTheyAreAsCreated() {
    for (Topic topic : Installation.DEFAULT.topics()) {
      assertThat(problems(topic, topic.configs())).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} with {1}={2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders       | message.timestamp.type | CreateTime | orders has message.timestamp.type=CreateTime; it must be LogAppendTime
          orders       | cleanup.policy         | compact    | orders has cleanup.policy=compact; it must be delete
          order-events | cleanup.policy         | compact,delete | order-events has cleanup.policy=compact,delete; it must be delete
          """)
  @DisplayName("prevent a start if records would be lost or misjudged")
  void keepAServiceFromStarting(String topicName, String name, String value, String problem) {
    Topic topic = Topic.named(topicName).orElseThrow();
    Map<String, String> actual = new HashMap<>(topic.configs());
    actual.put(name, value);

    assertThat(problems(topic, actual)).isEqualTo(Set.of(problem));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({"retention.ms, 1000", "max.message.bytes, 1000", "compression.type, producer"})
  @DisplayName("are only logged if no record is lost yet")
  void areOnlyLogged(String name, String value) {
    Map<String, String> actual = new HashMap<>(Topic.ORDERS.configs());
    actual.put(name, value);

    assertThat(problems(Topic.ORDERS, actual)).isEmpty();
    assertThat(TopicDeviation.of("orders", Topic.ORDERS.configs(), actual))
        .singleElement()
        .asString()
        .startsWith("orders has " + name + "=" + value + "; it must be ");
  }

  @Test
  @DisplayName("may keep records for longer, or without limit")
  void mayKeepRecordsForLonger() {
    for (String retention : Set.of("-1", "604800001")) {
      Map<String, String> actual = new HashMap<>(Topic.ORDERS.configs());
      actual.put("retention.ms", retention);

      assertThat(TopicDeviation.of("orders", Topic.ORDERS.configs(), actual)).isEmpty();
    }
  }

  @Test
  @DisplayName("name a changelog whose partition count differs from that of its source topics")
  void nameAChangelogWithAnotherNumberOfPartitions() {
    Map<Topic, Integer> partitions = Map.of(Topic.ORDERS, 4, Topic.STORE_EVENTS, 4);

    assertThat(CHANGELOG.violation(4, partitions, Installation.DEFAULT)).isEmpty();
    assertThat(CHANGELOG.violation(2, partitions, Installation.DEFAULT))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "darkstore-coordinator-open-changelog has 2 partitions; it must have 4, as"
                            + " many as the topics that are read with it (orders, store-events)")
                    .doesNotContain("StreamsResetter"));
  }

  private static Set<String> problems(Topic topic, Map<String, String> actual) {
    return Set.copyOf(
        TopicSettingsCheck.essential(
            Map.of(topic.topicName(), topic.configs()), Map.of(topic.topicName(), actual)));
  }
}
