package dev.darkstore.runtime.intake;

import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends records that nobody can process to where people look, as they came. */
public final class DeadLetters {
  /** The sink that every topology has for them. */
  public static final String SINK = "dead-letters-sink";

  private DeadLetters() {}

  /**
   * Sends the record that is being processed.
   *
   * @param detail one sentence that says what is wrong with it
   */
  public static void send(
      ProcessorContext<Object, Object> context,
      Record<byte[], byte[]> record,
      DeadLetterReason reason,
      String detail) {
    RecordMetadata from = source(context);
    Headers headers = new RecordHeaders(record.headers());
    new DeadLetterHeaders(reason, detail, from.topic(), from.partition(), from.offset())
        .writeTo(headers);
    context.forward(
        new Record<Object, Object>(
            record.key(), record.value(), context.currentSystemTimeMs(), headers),
        SINK);
  }

  private static RecordMetadata source(ProcessorContext<Object, Object> context) {
    Optional<RecordMetadata> metadata = context.recordMetadata();
    return metadata.orElseThrow(
        () -> new IllegalStateException("a dead letter outside the processing of a record"));
  }
}
