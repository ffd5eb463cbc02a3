package dev.darkstore.audit.record;

import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Cause of a record, from its {@code ce_id}: another record, or a deadline of an order.
 *
 * @param record position of the record; null for a deadline, or an unreadable cause
 * @param orderId order of the deadline; null for a record
 * @param deadlineMillis deadline; 0 for a record
 */
public record Cause(Position record, String orderId, long deadlineMillis) {
  private static final Pattern RECORD = Pattern.compile("(.+)-(\\d{1,9})-(\\d{1,18})-\\d+");
  private static final Pattern DEADLINE = Pattern.compile("(.+)@(\\d{1,18})-\\d+", Pattern.DOTALL);
  private static final Cause UNREADABLE = new Cause(null, null, 0);

  /** Returns the cause in the headers; empty if there is no {@code ce_id}. */
  public static Optional<Cause> of(Headers headers) {
    Header header = headers.lastHeader(EventHeaders.CE_ID);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(parse(new String(header.value(), StandardCharsets.UTF_8)));
  }

  private static Cause parse(String id) {
    Matcher record = RECORD.matcher(id);
    if (record.matches()) {
      Optional<Topic> topic = Topic.named(record.group(1));
      if (topic.isPresent()) {
        return new Cause(
            new Position(
                topic.get(), Integer.parseInt(record.group(2)), Long.parseLong(record.group(3))),
            null,
            0);
      }
    }
    Matcher deadline = DEADLINE.matcher(id);
    return deadline.matches()
        ? new Cause(null, deadline.group(1), Long.parseLong(deadline.group(2)))
        : UNREADABLE;
  }

  public boolean isRecord() {
    return record != null;
  }

  public boolean isTimer() {
    return orderId != null;
  }

  /** Returns true for a supply record, or a message that moves an agent. */
  public boolean isSupply() {
    return isRecord()
        && (record.topic().role() == Topic.Role.SUPPLY_UPDATES
            || record.topic().role() == Topic.Role.MOVES);
  }

  @Override
  public String toString() {
    if (isRecord()) {
      return record.toString();
    }
    return isTimer() ? "deadline %s of order %s".formatted(deadlineMillis, orderId) : "nothing";
  }
}
