package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Topics with one partition each, with records as written by the services, and their projection.
 */
final class Topics {
  static final String STORE = "s-1";
  static final String ZONE = "z-1";
  static final String SKU = "milk";

  private final Map<Topic, Long> ends = new LinkedHashMap<>();
  private final List<LogEntry> written = new ArrayList<>();
  private long nowMillis = 1_000_000;

  /** Advances the time. */
  Topics after(long millis) {
    nowMillis += millis;
    return this;
  }

  long nowMillis() {
    return nowMillis;
  }

  List<LogEntry> written() {
    return written;
  }

  /** Returns the projection of a console that reads everything. */
  Projection projection() {
    return projection(true);
  }

  Projection projection(boolean isWhole) {
    Projection projection = new Projection(isWhole);
    projection.accept(written, nowMillis);
    return projection;
  }

  ObjectNode told(Section section) {
    return projection().toJson(section, nowMillis);
  }

  Topics order(String orderId) {
    return order(orderId, "c-1", STORE, ZONE, SKU);
  }

  Topics order(String orderId, String customer, String store, String zone, String sku) {
    return write(
        Topic.ORDERS,
        orderId,
        new OrderRequest(
            orderId,
            new PlaceOrder(customer, store, zone, List.of(new OrderLine(sku, 2)), Map.of())));
  }

  Topics received(String orderId) {
    return tell(orderId, new OrderReceived());
  }

  Topics placed(String orderId) {
    return tell(orderId, new OrderPlaced(List.of()));
  }

  Topics rejected(String orderId, Reason reason, String detail) {
    return tell(orderId, new OrderRejected(new Refusal(reason, detail, List.of())));
  }

  private Topics tell(String orderId, Object body) {
    return write(
        Topic.ORDER_EVENTS,
        orderId,
        new OrderEvent(orderId, Instant.ofEpochMilli(nowMillis), body));
  }

  /** Writes Reserve to both branches. */
  Topics reserve(String orderId) {
    Reserve reserve =
        new Reserve(10_000L, "c-1", STORE, ZONE, List.of(new OrderLine(SKU, 2)), Map.of());
    return command(Topic.STORE_COMMANDS, orderId, reserve)
        .command(Topic.DELIVERY_COMMANDS, orderId, reserve);
  }

  Topics commit(String orderId, int attempt) {
    return command(Topic.STORE_COMMANDS, orderId, new Commit(attempt))
        .command(Topic.DELIVERY_COMMANDS, orderId, new Commit(attempt));
  }

  Topics release(String orderId, int attempt) {
    return write(
            Topic.STORE_RELEASES,
            STORE,
            new BranchRelease(orderId, STORE, 0L, new Release(attempt)))
        .write(
            Topic.DELIVERY_RELEASES,
            ZONE,
            new BranchRelease(orderId, ZONE, 0L, new Release(attempt)));
  }

  private Topics command(Topic topic, String orderId, Object body) {
    String key = topic.equals(Topic.STORE_COMMANDS) ? STORE : ZONE;
    return write(topic, key, new BranchCommand(orderId, key, 0L, body));
  }

  Topics storeReserved(String orderId, HeldUnit unit) {
    return said(Topic.STORE_EVENTS, orderId, reserved(unit));
  }

  Topics deliveryReserved(String orderId, HeldUnit unit) {
    return said(Topic.DELIVERY_EVENTS, orderId, reserved(unit));
  }

  private Reserved reserved(HeldUnit unit) {
    return new Reserved(List.of(unit), Instant.ofEpochMilli(nowMillis + 10_000), 10_000L);
  }

  Topics storeAssigned(String orderId, HeldUnit unit) {
    return said(Topic.STORE_EVENTS, orderId, new Assigned(List.of(unit)));
  }

  Topics deliveryAssigned(String orderId, HeldUnit unit) {
    return said(Topic.DELIVERY_EVENTS, orderId, new Assigned(List.of(unit)));
  }

  Topics storeReleased(String orderId, HeldUnit... units) {
    return said(Topic.STORE_EVENTS, orderId, new Released(List.of(units)));
  }

  Topics deliveryReleased(String orderId, HeldUnit... units) {
    return said(Topic.DELIVERY_EVENTS, orderId, new Released(List.of(units)));
  }

  private Topics said(Topic topic, String orderId, Object body) {
    String key = topic.equals(Topic.STORE_EVENTS) ? STORE : ZONE;
    return write(
        topic, orderId, new BranchEvent(orderId, key, 0L, Instant.ofEpochMilli(nowMillis), body));
  }

  /** Goods arrive, with the balance and the number of changes by orders afterwards. */
  Topics stock(int quantity, long available, long change) {
    return write(
            Topic.STOCK_UPDATES,
            STORE,
            new StockUpdate(STORE, null, new StockReceived(List.of(new OrderLine(SKU, quantity)))))
        .answered(
            Topic.STOCK_UPDATES, STORE, new UnitBalance(SKU, available, change, true, null, false));
  }

  Topics online(String agentId, long change) {
    return app(agentId, new AgentOnline())
        .answered(
            Topic.AGENT_UPDATES, ZONE, new UnitBalance(agentId, 1L, change, true, null, false));
  }

  Topics offline(String agentId, long change) {
    return app(agentId, new AgentOffline())
        .answered(
            Topic.AGENT_UPDATES, ZONE, new UnitBalance(agentId, 0L, change, false, null, false));
  }

  Topics completed(String agentId, String orderId, long change) {
    return app(agentId, new DeliveryCompleted(orderId))
        .answered(
            Topic.AGENT_UPDATES, ZONE, new UnitBalance(agentId, 1L, change, true, null, false));
  }

  private Topics app(String agentId, Object body) {
    return write(Topic.AGENT_UPDATES, ZONE, new AgentUpdate(ZONE, null, agentId, body));
  }

  /** Writes the participant's reply to the last supply record. */
  private Topics answered(Topic supply, String key, UnitBalance balance) {
    return write(
        supply.equals(Topic.STOCK_UPDATES) ? Topic.STOCK_EVENTS : Topic.AGENT_EVENTS,
        key,
        new SupplyEvent(
            key,
            ends.get(supply) - 1,
            null,
            Instant.ofEpochMilli(nowMillis),
            new SupplyApplied(List.of(balance)),
            null));
  }

  /** Writes a dead letter for the last record of a topic. */
  Topics letter(DeadLetterReason reason, String detail, Topic source, String key) {
    Headers headers =
        new DeadLetterHeaders(
                reason,
                detail,
                source.topicName(),
                0,
                ends.getOrDefault(source, 1L) - 1,
                OptionalLong.empty())
            .toHeaders();
    return add(Topic.DEAD_LETTERS, key, "?".getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Writes the mark of a dead letter that was sent again. */
  Topics resent(long letterOffset, Topic target, long targetOffset) {
    Headers headers = new RecordHeaders();
    new ResendMark(0, letterOffset, target.topicName(), 0, targetOffset, "olga").writeTo(headers);
    return add(Topic.DEAD_LETTERS, "", new byte[0], headers);
  }

  /** Writes all events of an order that is placed within 40 ms. */
  Topics placedOrder(String orderId, HeldUnit goods, HeldUnit agent) {
    order(orderId).after(10).received(orderId).reserve(orderId);
    after(10).storeReserved(orderId, goods).deliveryReserved(orderId, agent);
    commit(orderId, 1).after(10).storeAssigned(orderId, goods).deliveryAssigned(orderId, agent);
    return after(10).placed(orderId);
  }

  static HeldUnit goods(int quantity, long change, long supplyOffset, long available) {
    return new HeldUnit(SKU, quantity, change, supplyOffset, available);
  }

  static HeldUnit agent(String agentId, long change, long supplyOffset, long available) {
    return new HeldUnit(agentId, 1, change, supplyOffset, available);
  }

  private Topics write(Topic topic, String key, SpecificRecord record) {
    // JSON where clients may use it, so that the projection reads records as on the wire.
    byte[] value =
        topic.isClientFacing()
            ? EventJson.toJson(record).getBytes(StandardCharsets.UTF_8)
            : encoded(topic, record);
    return add(topic, key, value, new RecordHeaders());
  }

  @SuppressWarnings("unchecked")
  private static byte[] encoded(Topic topic, SpecificRecord record) {
    return ((EventCodec<SpecificRecord>) EventCodec.of(topic)).encode(record);
  }

  private Topics add(Topic topic, String key, byte[] value, Headers headers) {
    long offset = ends.merge(topic, 1L, Long::sum) - 1;
    written.add(
        LogEntry.of(
            new ConsumerRecord<>(
                topic.topicName(),
                0,
                offset,
                nowMillis,
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty())));
    return this;
  }
}
