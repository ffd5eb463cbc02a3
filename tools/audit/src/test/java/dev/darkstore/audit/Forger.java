package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writer of forged records into a correct log. */
final class Forger {
  static final String NOBODYS = "nobodys-order";

  /** Position without a record. */
  private static final long NOWHERE = 999_999;

  final Log log;

  /** Creates a forger of a log with causes. */
  Forger(Log log) {
    this.log = log;
  }

  // Existing records.

  String placed() {
    return orderOf(body -> body instanceof OrderPlaced);
  }

  /** Returns an order that was placed, other than the first. */
  String otherPlaced() {
    String first = placed();
    return log.records().stream()
        .filter(record -> record.topic().equals(Topic.ORDER_EVENTS))
        .filter(record -> body(record) instanceof OrderPlaced)
        .map(Forger::key)
        .filter(id -> !id.equals(first))
        .findFirst()
        .orElseThrow();
  }

  String rejected(Reason reason) {
    return orderOf(
        body ->
            body instanceof OrderRejected rejected && rejected.getRefusal().getReason() == reason);
  }

  private String orderOf(Predicate<Object> outcome) {
    return log.records().stream()
        .filter(record -> record.topic().equals(Topic.ORDER_EVENTS) && outcome.test(body(record)))
        .map(Forger::key)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the order's record of this kind on the topic. */
  AuditRecord find(Topic topic, Class<?> kind, String orderId) {
    return log.records().stream()
        .filter(record -> record.topic() == topic)
        .filter(record -> kind.isInstance(body(record)) && orderId.equals(orderId(record)))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the first record of this kind on the topic. */
  AuditRecord first(Topic topic, Class<?> kind) {
    return log.records().stream()
        .filter(record -> record.topic() == topic && kind.isInstance(body(record)))
        .findFirst()
        .orElseThrow();
  }

  AuditRecord place(String orderId) {
    return find(Topic.ORDERS, PlaceOrder.class, orderId);
  }

  private PlaceOrder content(String orderId) {
    return (PlaceOrder) body(place(orderId));
  }

  List<HeldUnit> holding(BranchName branch, String orderId) {
    return ((dev.darkstore.events.Assigned)
            body(find(events(branch), dev.darkstore.events.Assigned.class, orderId)))
        .getHolding();
  }

  // Forged records.

  void remove(AuditRecord record) {
    log.remove(record);
  }

  void recaused(AuditRecord record, Headers cause) {
    log.replace(
        record,
        new AuditRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestampMillis(),
            record.key(),
            record.value(),
            cause));
  }

  void command(BranchName branch, String orderId, Object body, Headers cause) {
    append(
        branch.equals(BranchName.STORE) ? Topic.STORE_COMMANDS : Topic.DELIVERY_COMMANDS,
        Books.key(branch),
        EventCodec.BRANCH_COMMANDS.encode(
            new BranchCommand(orderId, Books.key(branch), transaction(orderId), body)),
        cause);
  }

  void reserve(BranchName branch, String orderId, String like, Headers cause) {
    command(branch, orderId, CausedLog.reserve(content(like)), cause);
  }

  void release(BranchName branch, String orderId, Object body, Headers cause) {
    append(
        branch.equals(BranchName.STORE) ? Topic.STORE_RELEASES : Topic.DELIVERY_RELEASES,
        Books.key(branch),
        EventCodec.BRANCH_RELEASES.encode(
            new BranchRelease(orderId, Books.key(branch), transaction(orderId), body)),
        cause);
  }

  void say(BranchName branch, String orderId, Object body, Headers cause) {
    append(
        events(branch),
        orderId,
        EventCodec.BRANCH_EVENTS.encode(
            new BranchEvent(
                orderId,
                Books.key(branch),
                transaction(orderId),
                Instant.ofEpochMilli(nowMillis()),
                body)),
        cause);
  }

  void publish(String orderId, Object body, Headers cause) {
    append(
        Topic.ORDER_EVENTS,
        orderId,
        EventCodec.ORDER_EVENTS.encode(
            new OrderEvent(orderId, Instant.ofEpochMilli(nowMillis()), body)),
        cause);
  }

  void pick(String orderId, String like, Headers cause) {
    append(
        Topic.STORE_NOTIFICATIONS,
        Books.STORE,
        EventCodec.STORE_NOTIFICATIONS.encode(
            new StoreNotification(orderId, Books.STORE, new PickOrder(content(like).getLines()))),
        cause);
  }

  void deliver(String orderId, String agent, Headers cause) {
    append(
        Topic.DELIVERY_NOTIFICATIONS,
        agent,
        EventCodec.DELIVERY_NOTIFICATIONS.encode(
            new DeliveryNotification(
                orderId, agent, new DeliverOrder(Books.STORE, Books.ZONE, "customer-1"))),
        cause);
  }

  void answer(Topic topic, long supplyOffset, Object body, Headers cause) {
    String key = topic.equals(Topic.STOCK_EVENTS) ? Books.STORE : Books.ZONE;
    append(
        topic,
        key,
        EventCodec.SUPPLY_EVENTS.encode(
            new SupplyEvent(
                key, supplyOffset, null, Instant.ofEpochMilli(nowMillis()), body, null)),
        cause);
  }

  void deadLetter(AuditRecord source, DeadLetterReason reason) {
    log.append(
        Topic.DEAD_LETTERS,
        0,
        source.key(),
        source.value(),
        nowMillis(),
        new DeadLetterHeaders(
                reason,
                "because",
                source.topic().topicName(),
                source.partition(),
                source.offset(),
                OptionalLong.of(source.timestampMillis()))
            .toHeaders());
  }

  static OrderPlaced placedWith(List<HeldUnit> goods, List<HeldUnit> agent) {
    return new OrderPlaced(
        List.of(
            new Assignment("store", Books.names(goods)),
            new Assignment("delivery", Books.names(agent))));
  }

  static Headers cause(AuditRecord record) {
    return CausedLog.causedBy(record);
  }

  Headers timer(String orderId) {
    return CausedLog.causedBy(orderId, nowMillis());
  }

  static Headers none() {
    return new RecordHeaders();
  }

  /** Returns a cause that names a missing record. */
  static Headers nowhere(Topic topic) {
    return CausedLog.causedBy(
        new AuditRecord(topic, 0, NOWHERE, 0, null, null, new RecordHeaders()));
  }

  long nowMillis() {
    return last().timestampMillis() + 1;
  }

  AuditRecord last() {
    List<AuditRecord> records = log.records();
    return records.get(records.size() - 1);
  }

  private AuditRecord append(Topic topic, String key, byte[] value, Headers cause) {
    return log.append(topic, key, value, nowMillis(), cause);
  }

  private long transaction(String orderId) {
    return orderId.equals(NOBODYS) ? 0 : place(orderId).offset();
  }

  static Topic events(BranchName branch) {
    return branch.equals(BranchName.STORE) ? Topic.STORE_EVENTS : Topic.DELIVERY_EVENTS;
  }

  static String key(AuditRecord record) {
    return new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
  }

  static String orderId(AuditRecord record) {
    try {
      return switch (record.topic().role()) {
        case COMMANDS -> EventCodec.BRANCH_COMMANDS.decode(record.value()).getOrderId();
        case RELEASES -> EventCodec.BRANCH_RELEASES.decode(record.value()).getOrderId();
        case NOTIFICATIONS -> {
          SpecificRecord sent = EventCodec.of(record.topic()).decode(record.value());
          yield sent.get(sent.getSchema().getField("orderId").pos()).toString();
        }
        case ORDERS,
            ORDER_EVENTS,
            VOTES,
            EVENTS,
            SUPPLY_UPDATES,
            SUPPLY_EVENTS,
            MOVES,
            DEAD_LETTERS ->
            key(record);
      };
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Object body(AuditRecord record) {
    if (record.topic().equals(Topic.DEAD_LETTERS)) {
      return record;
    }
    try {
      SpecificRecord read = EventCodec.of(record.topic()).decode(record.value());
      return read.get(read.getSchema().getField("body").pos());
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
