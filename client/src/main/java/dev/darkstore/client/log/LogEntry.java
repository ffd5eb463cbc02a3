package dev.darkstore.client.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Record of one of our topics, decoded as far as possible. Its content is untrusted: text for
 * people is escaped by {@link Text}.
 *
 * @param topic topic of the record
 * @param partition partition of the record
 * @param offset offset of the record
 * @param timestampMillis timestamp of the record
 * @param key key as text, if present
 * @param envelope complete value, if it could be decoded
 * @param body body of the event, {@link DeadLetterHeaders}, a {@link ResendMark}, or {@link
 *     Unreadable}
 */
public record LogEntry(
    Topic topic,
    int partition,
    long offset,
    long timestampMillis,
    Optional<String> key,
    Optional<SpecificRecord> envelope,
    Object body) {
  private static final String BODY = "body";
  private static final JsonFactory JSON = new JsonFactory();

  /** Checks that no component is null. */
  public LogEntry {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(envelope, "envelope");
    Objects.requireNonNull(body, "body");
  }

  /**
   * Record that could not be decoded.
   *
   * @param detail reason, as a sentence
   */
  public record Unreadable(String detail) {}

  /** Returns the entry of a consumed record of one of our topics. */
  public static LogEntry of(ConsumerRecord<byte[], byte[]> read) {
    Topic topic = Topic.named(read.topic()).orElseThrow();
    Optional<SpecificRecord> envelope = Optional.empty();
    Object body;
    if (topic.equals(Topic.DEAD_LETTERS)) {
      body = letter(read);
    } else {
      try {
        SpecificRecord value = EventCodec.of(topic).read(read.value());
        envelope = Optional.of(value);
        body = value.get(value.getSchema().getField(BODY).pos());
      } catch (UnreadableRecordException e) {
        body = new Unreadable(e.detail());
      }
    }
    Optional<String> key =
        Optional.ofNullable(read.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    return new LogEntry(
        topic, read.partition(), read.offset(), read.timestamp(), key, envelope, body);
  }

  private static Object letter(ConsumerRecord<byte[], byte[]> read) {
    Optional<ResendMark> mark = ResendMark.read(read.headers());
    if (mark.isPresent()) {
      return mark.get();
    }
    Optional<DeadLetterHeaders> headers = DeadLetterHeaders.read(read.headers());
    return headers.isPresent()
        ? headers.get()
        : new Unreadable("a dead letter whose headers lack the source or the reason");
  }

  /** Returns the name of its event. */
  public String event() {
    return EventText.name(body);
  }

  /** Returns the order of the event. */
  public Optional<String> orderId() {
    if (topic.equals(Topic.DEAD_LETTERS)) {
      return key.filter(Limits::isId).filter(id -> isOfOrders());
    }
    return field("orderId").or(() -> topic.key().equals("orderId") ? key : Optional.empty());
  }

  private boolean isOfOrders() {
    String source =
        body instanceof DeadLetterHeaders headers
            ? headers.sourceTopic()
            : body instanceof ResendMark mark ? mark.targetTopic() : "";
    return Topic.named(source).filter(t -> t.key().equals("orderId")).isPresent();
  }

  /** Returns the store of the event, if the event names one. */
  public Optional<String> storeId() {
    return field("storeId").or(() -> branchKey(BranchName.STORE));
  }

  /** Returns the zone of the event, if the event names one. */
  public Optional<String> zoneId() {
    return field("zoneId").or(() -> branchKey(BranchName.DELIVERY));
  }

  /** Returns the agent of the event, if the event names one outside of a holding. */
  public Optional<String> agentId() {
    return field("agentId");
  }

  /** Returns the order's key in a branch, if the event contains it. */
  Optional<String> branchKey(BranchTable.Row branch) {
    return field(branch.key().field()).or(() -> branchKey(branch.name()));
  }

  private Optional<String> branchKey(BranchName branch) {
    return branch.owns(topic) ? field("branchKey") : Optional.empty();
  }

  /** Returns a text field of the envelope or of the body. */
  private Optional<String> field(String name) {
    Optional<String> outer = envelope.flatMap(record -> field(record, name));
    return outer.isPresent() || !(body instanceof SpecificRecord inner)
        ? outer
        : field(inner, name);
  }

  private static Optional<String> field(SpecificRecord record, String name) {
    Schema.Field field = record.getSchema().getField(name);
    return field == null
        ? Optional.empty()
        : Optional.ofNullable(record.get(field.pos())).map(Object::toString);
  }

  /** Returns the entry as one JSON object, on one line. */
  public String toJson() {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("topic", topic.topicName());
      json.writeNumberField("partition", partition);
      json.writeNumberField("offset", offset);
      json.writeStringField("time", Instant.ofEpochMilli(timestampMillis).toString());
      json.writeStringField("key", key.orElse(null));
      json.writeStringField("event", event());
      if (envelope.isPresent()) {
        json.writeFieldName("record");
        json.writeRawValue(EventJson.toJson(envelope.get()));
      } else {
        json.writeStringField("detail", EventText.sentence(this));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return Text.escape(text.toString());
  }
}
