package dev.darkstore.benchmarks.cluster;

import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.state.CommitHook;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Topology of the floor: the lower bound of the cost of the same hops, without any processing.
 *
 * <p>Three Kafka Streams applications with the services' settings pass an order along the same
 * topics, in as many records of the same sizes: order → both participants → coordinator → both
 * participants → coordinator → outcome and notifications. No state, no Avro, no timers.
 *
 * <p>There are two floors: in one, every hop waits for a commit, five in sequence; in the other,
 * requests and votes are sent ahead of the commit, as in the system, and two commits remain.
 *
 * <p>Without state the coordinator cannot wait for the second of two replies. So the store's reply
 * triggers the next hop, and delivery's is read and dropped: the number of hops and records is
 * equal, but where the services wait for the later of two branches, the floor waits for one. The
 * floor does not send Settle, since no hop waits for it.
 *
 * @param prefix prefix of the names of its topics and applications
 * @param isAhead true if requests and votes are sent ahead of the commit
 */
public record FloorTopology(String prefix, boolean isAhead) {
  /** Floor in which every hop waits for its commit. */
  static final FloorTopology FIVE_COMMITS = new FloorTopology("floor-", false);

  /** Floor in which requests and votes are sent ahead of the commit. */
  static final FloorTopology TWO_COMMITS = new FloorTopology("short-floor-", true);

  /** Returns the name of a process without the prefix of its floor. */
  public static String bare(String process) {
    return process.replace(TWO_COMMITS.prefix, "").replace(FIVE_COMMITS.prefix, "");
  }

  String topicName(Topic topic) {
    return prefix + topic.topicName();
  }

  /** Returns the counterpart of the service. */
  ServiceDefinition definition(ServiceKind service) {
    return service
        .branch()
        .map(branch -> participant(service, branch))
        .orElseGet(() -> coordinator(service));
  }

  private ServiceDefinition coordinator(ServiceKind service) {
    return floor(
        service,
        List.of(
            Topic.ORDERS,
            Topic.STORE_VOTES,
            Topic.DELIVERY_VOTES,
            Topic.STORE_EVENTS,
            Topic.DELIVERY_EVENTS),
        List.of(
            Topic.STORE_COMMANDS,
            Topic.DELIVERY_COMMANDS,
            Topic.ORDER_EVENTS,
            Topic.STORE_NOTIFICATIONS,
            Topic.DELIVERY_NOTIFICATIONS),
        Coordinator::new);
  }

  private ServiceDefinition participant(ServiceKind service, BranchName branch) {
    Topic events = branch.topic(Topic.Role.EVENTS);
    return floor(
        service,
        List.of(branch.topic(Topic.Role.COMMANDS)),
        List.of(events),
        ahead -> new Participant(ahead, branch.topic(Topic.Role.VOTES), events));
  }

  private ServiceDefinition floor(
      ServiceKind service,
      List<Topic> inputs,
      List<Topic> outputs,
      Function<Optional<AheadSender>, Passer> passer) {
    return new ServiceDefinition(
        prefix + service,
        installation -> List.of(),
        (settings, topology) ->
            topology(
                inputs,
                outputs,
                () -> passer.apply(isAhead ? topology.ahead() : Optional.empty())));
  }

  private ServiceTopology topology(
      List<Topic> inputs, List<Topic> outputs, Supplier<Passer> passer) {
    ServiceTopology topology = new ServiceTopology();
    for (Topic input : inputs) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          input.topicName(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          topicName(input));
    }
    topology.addProcessor(
        "pass", passer::get, inputs.stream().map(Topic::topicName).toArray(String[]::new));
    topology.addStateStore(CommitHook.builder(), "pass");
    for (Topic output : outputs) {
      topology.addSink(
          output.topicName() + "-sink",
          topicName(output),
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          "pass");
    }
    return topology;
  }

  /** Processor that forwards an order. */
  private abstract static class Passer extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final Optional<AheadSender> ahead;

    Passer(Optional<AheadSender> ahead) {
      this.ahead = ahead;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      super.init(context);
      CommitHook hook = context.getStateStore(CommitHook.NAME);
      hook.beforeCommit(() -> ahead.ifPresent(AheadSender::flush));
    }

    boolean isAhead() {
      return ahead.isPresent();
    }

    void passAhead(Record<byte[], byte[]> cause, FloorRecord follows, byte[] key, Topic topic) {
      if (ahead.isPresent()) {
        ahead
            .get()
            .send(
                TWO_COMMITS.topicName(topic),
                key,
                follows.from(cause.value()),
                new RecordHeaders(),
                cause.timestamp());
      } else {
        pass(cause, follows, key, topic);
      }
    }

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
    Coordinator(Optional<AheadSender> ahead) {
      super(ahead);
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
      byte[] orderId = in.key();
      byte[] storeId = storeKey(in.value());
      switch (FloorRecord.of(in.value())) {
        case ORDER -> {
          passAhead(in, FloorRecord.RESERVE_GOODS, storeId, Topic.STORE_COMMANDS);
          passAhead(in, FloorRecord.RESERVE_AGENT, zoneKey(in.value()), Topic.DELIVERY_COMMANDS);
          pass(in, FloorRecord.RECEIVED, orderId, Topic.ORDER_EVENTS);
        }
        case GOODS_RESERVED -> {
          if (isAhead() && !isVote()) {
            return; // The vote has triggered the next hop.
          }
          passAhead(in, FloorRecord.COMMIT_GOODS, storeId, Topic.STORE_COMMANDS);
          passAhead(in, FloorRecord.COMMIT_AGENT, zoneKey(in.value()), Topic.DELIVERY_COMMANDS);
        }
        case GOODS_ASSIGNED -> {
          pass(in, FloorRecord.PLACED, orderId, Topic.ORDER_EVENTS);
          pass(in, FloorRecord.PICK, storeId, Topic.STORE_NOTIFICATIONS);
          pass(in, FloorRecord.DELIVER, agentKey(orderId), Topic.DELIVERY_NOTIFICATIONS);
        }
        case AGENT_RESERVED, AGENT_ASSIGNED -> {
          // Delivery's replies end here.
        }
        case RESERVE_GOODS,
            RESERVE_AGENT,
            COMMIT_GOODS,
            COMMIT_AGENT,
            RECEIVED,
            PLACED,
            PICK,
            DELIVER ->
            throw new IllegalStateException("the coordinator of the floor does not read this");
      }
    }

    private boolean isVote() {
      return context().recordMetadata().orElseThrow().topic().endsWith("-votes");
    }

    /** Returns a key with the length and the variety of agents' ids. */
    private static byte[] agentKey(byte[] orderId) {
      byte[] key = new byte[Workload.agentId(1, 1).length()];
      System.arraycopy(orderId, orderId.length - key.length, key, 0, key.length);
      return key;
    }
  }

  private static final class Participant extends Passer {
    private final Topic votes;
    private final Topic events;

    Participant(Optional<AheadSender> ahead, Topic votes, Topic events) {
      super(ahead);
      this.votes = votes;
      this.events = events;
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
      byte[] orderId = FloorRecord.orderIdOf(in.value());
      switch (FloorRecord.of(in.value())) {
        case RESERVE_GOODS -> reserved(in, FloorRecord.GOODS_RESERVED, orderId);
        case RESERVE_AGENT -> reserved(in, FloorRecord.AGENT_RESERVED, orderId);
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
            throw new IllegalStateException("a participant of the floor does not read this");
      }
    }

    private void reserved(Record<byte[], byte[]> in, FloorRecord answer, byte[] orderId) {
      if (isAhead()) {
        passAhead(in, answer, orderId, votes);
      }
      pass(in, answer, orderId, events);
    }
  }
}
