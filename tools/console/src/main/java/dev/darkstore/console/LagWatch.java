package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Consumer lag of the services on each partition, as reported by the brokers. */
final class LagWatch {
  private static final String GROUP_PREFIX = "darkstore-";
  private static final int ANSWER_MILLIS_MAX = 5_000;

  private final Admin admin;
  private final Installation installation;
  private final List<String> names;

  LagWatch(Admin admin, Installation installation) {
    this.admin = admin;
    this.installation = installation;
    this.names = installation.services().stream().map(Principal::name).toList();
  }

  /**
   * Returns the services' partitions and their lag in records, including markers of Kafka
   * transactions.
   */
  ObjectNode look() throws InterruptedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode services = json.putArray("services");
    try {
      Map<String, Map<TopicPartition, Long>> positions = positions();
      Map<TopicPartition, Long> ends = ends(positions);
      for (String service : names) {
        describe(services.addObject().put("name", service), positions.get(service), ends);
      }
    } catch (ExecutionException e) {
      json.put("error", Cluster.rootMessage(e));
    }
    return json;
  }

  private Map<String, Map<TopicPartition, Long>> positions()
      throws InterruptedException, ExecutionException {
    Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
    names.forEach(service -> groups.put(groupOf(service), new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> all =
        admin
            .listConsumerGroupOffsets(
                groups, new ListConsumerGroupOffsetsOptions().timeoutMs(ANSWER_MILLIS_MAX))
            .all()
            .get();
    Map<String, Map<TopicPartition, Long>> positions = new HashMap<>();
    for (String service : names) {
      Map<TopicPartition, Long> own =
          new TreeMap<>(
              Comparator.comparing(TopicPartition::topic)
                  .thenComparingInt(TopicPartition::partition));
      all.get(groupOf(service))
          .forEach(
              (partition, offset) -> {
                if (offset != null && installation.topic(partition.topic()).isPresent()) {
                  own.put(partition, offset.offset());
                }
              });
      positions.put(service, own);
    }
    return positions;
  }

  private String groupOf(String service) {
    return installation.prefixed(GROUP_PREFIX + service);
  }

  private Map<TopicPartition, Long> ends(Map<String, Map<TopicPartition, Long>> positions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    positions
        .values()
        .forEach(
            own -> own.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin
            .listOffsets(
                wanted,
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ANSWER_MILLIS_MAX))
            .all()
            .get()
            .entrySet()) {
      ends.put(end.getKey(), end.getValue().offset());
    }
    return ends;
  }

  private void describe(
      ObjectNode service, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
    ArrayNode partitions = service.putArray("partitions");
    long total = 0;
    for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
      long lag = Math.max(0, ends.getOrDefault(position.getKey(), 0L) - position.getValue());
      total += lag;
      partitions
          .addObject()
          .put("topic", installation.tableName(position.getKey().topic()))
          .put("partition", position.getKey().partition())
          .put("lag", lag);
    }
    service.put("total", total);
  }
}
