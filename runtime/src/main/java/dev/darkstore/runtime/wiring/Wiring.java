package dev.darkstore.runtime.wiring;

import dev.darkstore.runtime.intake.DeadLetters;
import dev.darkstore.runtime.intake.Intake;
import dev.darkstore.runtime.intake.Received;
import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.runtime.output.Outputs;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builder of the topology common to every service: intakes of some topics, one processor that
 * decides and owns the stores, and sinks. All parts are named explicitly, so that a renamed or
 * added part never renames another, and every edge to a topic carries bytes, so that the intake
 * handles bad input instead of a deserializer.
 *
 * @param <M> message that the processor handles
 */
public final class Wiring<M> {
  private final ServiceTopology topology = new ServiceTopology();
  private final TopologySettings settings;
  private final String processor;
  private final String openStore;
  private final List<String> intakes = new ArrayList<>();

  /**
   * Starts a topology.
   *
   * @param processor name of the processor that decides
   * @param openStore name of its store of open entries, which contains the task's mark
   */
  public Wiring(TopologySettings settings, String processor, String openStore) {
    this.settings = settings;
    this.processor = processor;
    this.openStore = openStore;
  }

  /** Reads a topic that one of our services writes. */
  public Wiring<M> readFromService(Topic topic, RecordReader<? extends M> reader) {
    return intake(topic, Intake.ofService(topic, reader, processor, openStore, settings));
  }

  /** Reads a topic that clients write; forwards records on the wrong partition to the right one. */
  public Wiring<M> readFromClients(Topic topic, RecordReader<? extends M> reader) {
    int partitions = settings.partitionsOf(topic);
    intake(
        topic,
        Intake.ofClients(
            topic, reader, partitions, processor, forwardOf(topic), openStore, settings));
    return sink(forwardOf(topic), topic, intakeOf(topic));
  }

  private Wiring<M> intake(Topic topic, ProcessorSupplier<byte[], byte[], Object, Object> intake) {
    String source = topic.topicName() + "-source";
    topology.addSource(
        AutoOffsetReset.earliest(),
        source,
        new RecordTime(settings),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        settings.installation().nameOf(topic));
    topology.addProcessor(intakeOf(topic), intake, source);
    intakes.add(intakeOf(topic));
    return this;
  }

  /** Adds the processor that decides, its stores, and the topics it writes. */
  public ServiceTopology decide(
      ProcessorSupplier<String, Received<M>, byte[], byte[]> decider,
      Collection<StoreBuilder<?>> stores,
      Collection<Topic> outputs) {
    topology.addProcessor(processor, decider, intakes.toArray(String[]::new));
    for (StoreBuilder<?> store : stores) {
      topology.addStateStore(store, processor);
    }
    for (String intake : intakes) {
      topology.connectProcessorAndStateStores(intake, openStore);
    }
    for (Topic output : outputs) {
      sink(Outputs.sinkOf(output), output, processor);
    }
    List<String> parents = new ArrayList<>(intakes);
    parents.add(processor);
    sink(DeadLetters.SINK, Topic.DEAD_LETTERS, parents.toArray(String[]::new));
    return topology;
  }

  private Wiring<M> sink(String name, Topic topic, String... parents) {
    topology.addSink(
        name,
        settings.installation().nameOf(topic),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        parents);
    return this;
  }

  private static String intakeOf(Topic topic) {
    return topic.topicName() + "-intake";
  }

  private static String forwardOf(Topic topic) {
    return topic.topicName() + "-forward";
  }
}
