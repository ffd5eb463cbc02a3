package dev.darkstore.runtime.intake;

import dev.darkstore.protocol.Reason;
import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Limits;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records that cannot be processed to the dead-letter topic, unchanged. */
public final class DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /** Name of the sink for dead letters in every topology. */
  public static final String SINK = "dead-letters-sink";

  private static final Map<Reason, DeadLetterReason> REFUSALS =
      Map.of(
          Reason.INVALID_ORDER, DeadLetterReason.INVALID,
          Reason.ORDER_ID_REUSED, DeadLetterReason.ORDER_ID_REUSED,
          Reason.OLDER_THAN_RETENTION, DeadLetterReason.OLDER_THAN_RETENTION,
          Reason.WRITE_OFF_EXCEEDS_STOCK, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK,
          Reason.UPDATE_ID_REUSED, DeadLetterReason.UPDATE_ID_REUSED,
          Reason.UNKNOWN_AGENT, DeadLetterReason.UNKNOWN_AGENT,
          Reason.AGENT_NOT_ON_ORDER, DeadLetterReason.AGENT_NOT_ON_ORDER);

  private final ProcessorContext<? super byte[], ? super byte[]> context;
  private final Installation installation;
  private final Map<DeadLetterReason, Counter> counters = new EnumMap<>(DeadLetterReason.class);

  /**
   * Creates the dead letters of one task.
   *
   * @param installation installation that the records come from
   */
  public DeadLetters(
      ProcessorContext<? super byte[], ? super byte[]> context,
      ServiceMeters meters,
      Installation installation) {
    this.context = context;
    this.installation = installation;
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      counters.put(
          reason,
          meters.counter(
              "darkstore.dead.letters",
              "Records that could not be processed",
              "reason",
              reason.name()));
    }
  }

  /** Writes the current record, because a decision rejected it as impossible to carry out. */
  public void send(Record<byte[], byte[]> record, Reason reason, String detail) {
    DeadLetterReason why = REFUSALS.get(reason);
    if (why == null) {
      throw new IllegalStateException(
          reason + " is a reply to the sender, not a dead letter: " + detail);
    }
    send(record, why, detail);
  }

  /**
   * Writes the current record.
   *
   * @param detail one sentence that describes the defect
   */
  public void send(Record<byte[], byte[]> record, DeadLetterReason reason, String detail) {
    RecordMetadata from = source();
    counters.get(reason).increment();
    log.debug(
        "{}-{} at {} is a dead letter, {}: {}",
        from.topic(),
        from.partition(),
        from.offset(),
        reason,
        detail);
    // A record larger than the limit must still fit into the dead-letter topic: the truncated part
    // remains at the position given in the headers.
    Headers headers =
        bytesOf(record.headers()) > Limits.RECORD_BYTES
            ? new RecordHeaders()
            : new RecordHeaders(record.headers());
    new DeadLetterHeaders(
            reason,
            detail,
            installation.tableName(from.topic()),
            from.partition(),
            from.offset(),
            OptionalLong.of(Intake.writtenMillis(record)))
        .writeTo(headers);
    context.forward(
        new Record<>(
            DeadLetterHeaders.bounded(record.key()),
            DeadLetterHeaders.bounded(record.value()),
            context.currentSystemTimeMs(),
            headers),
        SINK);
  }

  /** Returns the size of a record's headers in bytes. */
  static long bytesOf(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  private RecordMetadata source() {
    Optional<RecordMetadata> metadata = context.recordMetadata();
    return metadata.orElseThrow(
        () -> new IllegalStateException("a dead letter outside the processing of a record"));
  }
}
