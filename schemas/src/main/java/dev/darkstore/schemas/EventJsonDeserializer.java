package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Deserializer of our topics' values to the JSON of {@link EventJson}, for tools that load a
 * deserializer by class name, such as Kafka's console consumer. Dead letters, which have no schema,
 * are shown as text.
 *
 * <p>The properties {@value Installation#SETTING} and {@value BranchTable#SETTING} describe the
 * installation.
 */
public final class EventJsonDeserializer implements Deserializer<String> {
  private Installation installation = Installation.DEFAULT;

  /** Constructor for reflective instantiation. */
  public EventJsonDeserializer() {}

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    installation = Installation.of(configs);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SerializationException if the topic is not ours, or the value violates its contract
   */
  @Override
  public String deserialize(String topic, byte[] value) {
    if (value == null) {
      return null;
    }
    Optional<Topic> known = installation.topic(topic);
    if (known.isEmpty()) {
      throw new SerializationException(topic + " is no topic of Darkstore");
    }
    if (known.get().equals(Topic.DEAD_LETTERS)) {
      return Text.escape(new String(value, StandardCharsets.UTF_8));
    }
    try {
      return EventJson.toJson(EventCodec.of(known.get()).read(value));
    } catch (UnreadableRecordException e) {
      throw new SerializationException("record of " + topic + ": " + e.detail(), e);
    }
  }
}
