package dev.darkstore.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.http.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Kafka's settings given to a service")
class KafkaSettingsTest {

  @Test
  @DisplayName("may not contain another application id, which would decide every order again")
  void mayNotContainAnApplicationId() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("application.id", "orders-coordinator")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "setting 'application.id' must not be set: under another id it is another service,"
                + " which reads every topic from the beginning without state and decides every order"
                + " again; remove it");
  }

  @ParameterizedTest(name = "{0}={1} is refused")
  @CsvSource({
    "group.id, x",
    "main.consumer.group.id, x",
    "auto.offset.reset, latest",
    "consumer.auto.offset.reset, earliest",
    "transactional.id, x",
    "producer.transactional.id, x",
    "processing.guarantee, at_least_once",
    "isolation.level, read_uncommitted",
    "restore.consumer.isolation.level, read_uncommitted",
    "enable.auto.commit, true",
    "allow.auto.create.topics, true",
    "producer.enable.idempotence, false",
    "acks, 1",
    "producer.acks, 0",
    "consumer.partition.assignment.strategy, x",
    "partitioner.class, x",
    "producer.partitioner.ignore.keys, true",
    "value.deserializer, x",
    "producer.key.serializer, x",
    "processing.exception.handler, x",
    "deserialization.exception.handler, x",
    "production.exception.handler, x",
    "topic.cleanup.policy, delete",
    "topic.retention.ms, 1000"
  })
  @DisplayName("may not weaken what a service relies on")
  void mayNotWeakenWhatAServiceReliesOn(String name, String value) {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("setting '" + name + "' ")
        .hasMessageEndingWith("; remove it");
  }

  @ParameterizedTest(name = "{0}={1} is accepted")
  @CsvSource({
    "processing.guarantee, exactly_once_v2",
    "isolation.level, read_committed",
    "enable.auto.commit, false",
    "producer.acks, all",
    "acks, -1",
  })
  @DisplayName("may repeat the value that a service requires")
  void mayRepeatTheValueThatAServiceInsistsOn(String name, String value) {
    assertThat(ServiceSettings.of(Map.of(name, value)).effective()).containsEntry(name, value);
  }

  @ParameterizedTest(name = "{0} is refused, {1} is suggested")
  @CsvSource({
    "bootstrap.server, bootstrap.servers",
    "num.stream.thread, num.stream.threads",
    "consumer.sesion.timeout.ms, consumer.session.timeout.ms",
    "main.consumer.max.poll.record, main.consumer.max.poll.records",
    "producer.linger, producer.linger.ms",
    "topic.segment.byte, topic.segment.bytes",
    "ssl.truststore.loction, ssl.truststore.location",
    "sasl.jaas.confg, sasl.jaas.config",
    "security.protocoll, security.protocol"
  })
  @DisplayName("may not be misspelled")
  void mayNotBeMisspelt(String name, String meant) {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(name, "x")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("unknown setting '%s'; did you mean '%s'?".formatted(name, meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "state.dir",
        "client.id",
        "num.standby.replicas",
        "replication.factor",
        "application.server",
        "commit.interval.ms",
        "poll.ms",
        "enable.transactional.statestores",
        "default.interactive.query.isolation.level",
        "client.tag.zone",
        "metric.reporters",
        "metrics.jmx.include",
        "config.providers",
        "config.providers.file.class",
        "config.providers.file.param.allowed.paths",
        "main.consumer.group.instance.id",
        "consumer.session.timeout.ms",
        "restore.consumer.fetch.max.bytes",
        "producer.transaction.timeout.ms",
        "admin.request.timeout.ms",
        "topic.min.insync.replicas",
        "security.protocol",
        "ssl.truststore.location",
        "ssl.keystore.certificate.chain",
        "admin.ssl.truststore.password",
        "sasl.jaas.config",
        "sasl.mechanism",
        "sasl.client.callback.handler.class",
        "sasl.login.callback.handler.class",
        "sasl.oauthbearer.token.endpoint.url",
        "sasl.company.vault.address",
        "producer.ssl.company.engine.key.name"
      })
  @DisplayName("are known by every name that a Kafka client may need")
  void areKnown(String name) {
    assertThat(KafkaSettings.problems(Map.of(name, "x"))).isEmpty();
  }

  @Test
  @DisplayName("are all refused together, with a line for each")
  void areRefusedAllAtOnce() {
    assertThatThrownBy(
            () ->
                ServiceSettings.of(
                    Map.of("bootstrap.server", "x", "group.id", "x", "darkstore.holt.ms", "1")))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(3));
  }
}
