package dev.darkstore.benchmarks;

import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The floor: what the same hops cost when nothing is done on the way.
 *
 * <p>Three Kafka Streams applications with the services' settings pass an order along the same
 * topics, in as many records of the same sizes: order → both participants → coordinator → both
 * participants → coordinator → outcome and notifications. No state, no Avro, no timers.
 *
 * <p>Without state the coordinator cannot wait for the second of two answers. So the store's answer
 * leads on, and delivery's is read and dropped: the chain is as long and the records are as many,
 * but where the services wait for the later of two branches, the floor waits for one.
 */
final class FloorTopology {
  /** What the floor's topics begin with. */
  static final String PREFIX = "floor-";

  static final ServiceDefinition COORDINATOR =
      floor(
          "coordinator",
          List.of(Topic.ORDERS, Topic.STORE_EVENTS, Topic.DELIVERY_EVENTS),
          List.of(
              Topic.STORE_COMMANDS,
              Topic.DELIVERY_COMMANDS,
              Topic.ORDER_EVENTS,
              Topic.STORE_NOTIFICATIONS,
              Topic.DELIVERY_NOTIFICATIONS),
          Coordinator::new);

  static final ServiceDefinition STORE =
      floor(
          "store",
          List.of(Topic.STORE_COMMANDS),
          List.of(Topic.STORE_EVENTS),
          () -> new Participant(Topic.STORE_EVENTS));

  static final ServiceDefinition DELIVERY =
      floor(
          "delivery",
          List.of(Topic.DELIVERY_COMMANDS),
          List.of(Topic.DELIVERY_EVENTS),
          () -> new Participant(Topic.DELIVERY_EVENTS));

  private FloorTopology() {}

  private static ServiceDefinition floor(
      String name, List<Topic> inputs, List<Topic> outputs, Supplier<Passer> passer) {
    return new ServiceDefinition(
        PREFIX + name, List.of(), (settings, topology) -> topology(inputs, outputs, passer));
  }

  private static Topology topology(
      List<Topic> inputs, List<Topic> outputs, Supplier<Passer> passer) {
    Topology topology = new Topology();
    for (Topic input : inputs) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          input.topicName(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          PREFIX + input.topicName());
    }
    topology.addProcessor(
        "pass", passer::get, inputs.stream().map(Topic::topicName).toArray(String[]::new));
    for (Topic output : outputs) {
      topology.addSink(
          output.topicName() + "-sink",
          PREFIX + output.topicName(),
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          "pass");
    }
    return topology;
  }

  /** Passes an order on. */
  private abstract static class Passer extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    void pass(Record<byte[], byte[]> cause, FloorRecord follows, byte[] key, Topic topic) {
      context()
          .forward(
              new Record<>(key, follows.from(cause.value()), cause.timestamp()),
              topic.topicName() + "-sink");
    }

    static byte[] storeKey(byte[] value) {
      return Workload.storeId(FloorRecord.storeOf(value)).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] zoneKey(byte[] value) {
      return Workload.zoneId(FloorRecord.zoneOf(value)).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static final class Coordinator extends Passer {
    @Override
    public void process(Record<byte[], byte[]> in) {
      byte[] orderId = in.key();
      byte[] storeId = storeKey(in.value());
      switch (FloorRecord.of(in.value())) {
        case ORDER -> {
          pass(in, FloorRecord.RESERVE_GOODS, storeId, Topic.STORE_COMMANDS);
          pass(in, FloorRecord.RESERVE_AGENT, zoneKey(in.value()), Topic.DELIVERY_COMMANDS);
          pass(in, FloorRecord.RECEIVED, orderId, Topic.ORDER_EVENTS);
        }
        case GOODS_RESERVED -> {
          pass(in, FloorRecord.COMMIT_GOODS, storeId, Topic.STORE_COMMANDS);
          pass(in, FloorRecord.COMMIT_AGENT, zoneKey(in.value()), Topic.DELIVERY_COMMANDS);
        }
        case GOODS_ASSIGNED -> {
          pass(in, FloorRecord.PLACED, orderId, Topic.ORDER_EVENTS);
          pass(in, FloorRecord.PICK, storeId, Topic.STORE_NOTIFICATIONS);
          pass(in, FloorRecord.DELIVER, agentKey(orderId), Topic.DELIVERY_NOTIFICATIONS);
        }
        case AGENT_RESERVED, AGENT_ASSIGNED -> {
          // Delivery's answers end here.
        }
        case RESERVE_GOODS,
            RESERVE_AGENT,
            COMMIT_GOODS,
            COMMIT_AGENT,
            RECEIVED,
            PLACED,
            PICK,
            DELIVER ->
            throw new IllegalStateException("the coordinator does not read this");
      }
    }

    /** As long as an agent's id, and as many different ones. */
    private static byte[] agentKey(byte[] orderId) {
      byte[] key = new byte[Workload.agentId(1, 1).length()];
      System.arraycopy(orderId, orderId.length - key.length, key, 0, key.length);
      return key;
    }
  }

  private static final class Participant extends Passer {
    private final Topic events;

    Participant(Topic events) {
      this.events = events;
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
      byte[] orderId = FloorRecord.orderIdOf(in.value());
      switch (FloorRecord.of(in.value())) {
        case RESERVE_GOODS -> pass(in, FloorRecord.GOODS_RESERVED, orderId, events);
        case RESERVE_AGENT -> pass(in, FloorRecord.AGENT_RESERVED, orderId, events);
        case COMMIT_GOODS -> pass(in, FloorRecord.GOODS_ASSIGNED, orderId, events);
        case COMMIT_AGENT -> pass(in, FloorRecord.AGENT_ASSIGNED, orderId, events);
        case ORDER,
            GOODS_RESERVED,
            AGENT_RESERVED,
            GOODS_ASSIGNED,
            AGENT_ASSIGNED,
            RECEIVED,
            PLACED,
            PICK,
            DELIVER ->
            throw new IllegalStateException("a participant does not read this");
      }
    }
  }
}
