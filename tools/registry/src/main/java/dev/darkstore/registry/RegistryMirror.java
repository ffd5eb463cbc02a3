package dev.darkstore.registry;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies each topic to another one, in the form that tools with a schema registry expect. Keys,
 * headers and timestamps stay unchanged. A client's record that services cannot decode, which
 * becomes a dead letter, is omitted; an unreadable record of a service stops the mirror, which is
 * then older than the services.
 */
final class RegistryMirror {
  /** Beginning of the names of copies, after the prefix of the installation. */
  static final String PREFIX = "registry-";

  private static final Logger log = LoggerFactory.getLogger(RegistryMirror.class);

  private RegistryMirror() {}

  /** Returns the topics of an installation that have a schema. */
  static List<Topic> topics(Installation installation) {
    return installation.topics().stream().filter(topic -> topic.schema().isPresent()).toList();
  }

  /** Returns the name of the copy. */
  static String copyOf(Topic topic, Installation installation) {
    return installation.prefixed(PREFIX + topic.topicName());
  }

  /** Returns the subject of the copy's schemas: the default subject of a topic's values. */
  static String subjectOf(Topic topic, Installation installation) {
    return copyOf(topic, installation) + "-value";
  }

  /**
   * Returns the conversions of all topics.
   *
   * @throws RegistryException if the registry rejects their schemas
   */
  static Map<Topic, RegistryFormat> formats(RegistryClient registry, Installation installation) {
    Map<Topic, RegistryFormat> formats = new LinkedHashMap<>();
    for (Topic topic : topics(installation)) {
      formats.put(
          topic,
          new RegistryFormat(
              topic, schema -> registry.register(subjectOf(topic, installation), schema)));
    }
    return formats;
  }

  /** Builds a topology that reads every topic and writes its copy. */
  static Topology topology(Map<Topic, RegistryFormat> formats, Installation installation) {
    Topology topology = new Topology();
    formats.forEach(
        (topic, format) -> {
          String name = topic.topicName();
          topology.addSource(
              AutoOffsetReset.earliest(),
              name + "-source",
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer(),
              installation.nameOf(topic));
          topology.addProcessor(name + "-copy", () -> new Copy(topic, format), name + "-source");
          topology.addSink(
              name + "-sink",
              copyOf(topic, installation),
              new ByteArraySerializer(),
              new ByteArraySerializer(),
              name + "-copy");
        });
    return topology;
  }

  private static final class Copy extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final Topic topic;
    private final RegistryFormat format;

    Copy(Topic topic, RegistryFormat format) {
      this.topic = topic;
      this.format = format;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      byte[] copy;
      try {
        copy = format.of(record.value());
      } catch (UnreadableRecordException e) {
        if (!topic.isClientFacing()) {
          throw new IllegalStateException(
              "a record of %s cannot be copied: %s; is this mirror older than the services?"
                  .formatted(topic.topicName(), e.detail()),
              e);
        }
        log.debug("left out a record of {}: {}", topic.topicName(), e.detail());
        return;
      }
      context().forward(record.withValue(copy));
    }
  }
}
