package dev.darkstore.runtime.output;

import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Headers of a service's events: the CloudEvents attributes and the order's trace.
 *
 * <p>An event's id consists of its cause (the position of the processed record, or the deadline of
 * an order) and a count of earlier events with that cause. Both are equal when the record is
 * processed again, and no two events share them.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class EventStamp {
  private static final byte[] SPECVERSION = bytes(EventHeaders.CE_SPECVERSION_VALUE);
  private static final byte[] CONTENT_TYPE = bytes(EventHeaders.CONTENT_TYPE_VALUE);

  private static final ClassValue<byte[]> TYPE =
      new ClassValue<>() {
        @Override
        protected byte[] computeValue(Class<?> body) {
          return bytes(EventHeaders.CE_TYPE_PREFIX + body.getSimpleName());
        }
      };

  private final byte[] source;
  private final Installation installation;
  private String cause = "";
  private int caused;
  private long timeMillis = Long.MIN_VALUE;
  private byte[] time = {};

  /**
   * Creates the stamp of this service.
   *
   * @param installation installation that the processed records come from
   */
  public EventStamp(Principal service, Installation installation) {
    this.installation = installation;
    source = bytes(EventHeaders.CE_SOURCE_PREFIX + service.name());
  }

  /** Sets this record as the cause of all following events. */
  public void causedBy(RecordMetadata record) {
    causedBy(
        installation.tableName(record.topic()) + '-' + record.partition() + '-' + record.offset());
  }

  /** Sets this deadline of an order as the cause of all following events. */
  public void causedBy(String orderId, long deadlineMillis) {
    causedBy(orderId + '@' + deadlineMillis);
  }

  private void causedBy(String what) {
    cause = what;
    caused = 0;
  }

  /**
   * Returns the headers of the next event.
   *
   * @param body generated class of the event's body
   */
  public Headers next(Class<?> body, long nowMillis, Optional<TraceParent> trace) {
    if (nowMillis != timeMillis) {
      timeMillis = nowMillis;
      time = bytes(Instant.ofEpochMilli(nowMillis).toString());
    }
    Headers headers = new RecordHeaders();
    headers.add(EventHeaders.CE_SPECVERSION, SPECVERSION);
    headers.add(EventHeaders.CE_ID, nextId());
    headers.add(EventHeaders.CE_TYPE, TYPE.get(body));
    headers.add(EventHeaders.CE_SOURCE, source);
    headers.add(EventHeaders.CE_TIME, time);
    headers.add(EventHeaders.CONTENT_TYPE, CONTENT_TYPE);
    trace.ifPresent(t -> t.writeTo(headers));
    return headers;
  }

  /**
   * Returns the headers of the next request or vote: its cause and the order's trace. Only services
   * read those, and every further header would cost more than the message itself.
   */
  public Headers nextAhead(Optional<TraceParent> trace) {
    Headers headers = new RecordHeaders();
    headers.add(EventHeaders.CE_ID, nextId());
    trace.ifPresent(t -> t.writeTo(headers));
    return headers;
  }

  private byte[] nextId() {
    return bytes(cause + '-' + caused++);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
