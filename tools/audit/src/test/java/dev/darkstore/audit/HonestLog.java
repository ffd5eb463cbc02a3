package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.events.SupplyRepeated;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Writer of logs of correct services. It decides nothing: a test adds events one after another, and
 * the books keep the balances, change numbers and supply offsets. One store, one zone.
 */
public final class HonestLog extends Books {
  private final String store;
  private final String zone;

  public HonestLog() {
    this(new Log());
  }

  public HonestLog(Log log) {
    this(log, STORE, ZONE);
  }

  /** Creates a system with its own store and zone, on a shared log. */
  public HonestLog(Log log, String store, String zone) {
    super(log);
    this.store = store;
    this.zone = zone;
  }

  private String keyOf(BranchName branch) {
    return branch.equals(BranchName.STORE) ? store : zone;
  }

  // Supply.

  public AuditRecord receive(String sku, int quantity) {
    return receive(sku, quantity, null);
  }

  public AuditRecord receive(String sku, int quantity, String updateId) {
    AuditRecord record =
        stock(new StockUpdate(store, updateId, new StockReceived(lines(sku, quantity))));
    unit(sku).available += quantity;
    unit(sku).supplyOffset = record.offset();
    answer(record, updateId, new SupplyApplied(List.of()));
    return record;
  }

  /** Writes a repeated supply record, which changes nothing. */
  AuditRecord receiveAgain(String sku, int quantity, String updateId) {
    AuditRecord record =
        stock(new StockUpdate(store, updateId, new StockReceived(lines(sku, quantity))));
    answer(record, new SupplyRepeated(0L));
    return record;
  }

  /** Writes a write-off; its consequences for reservations are written before. */
  public AuditRecord writeOff(String sku, int quantity) {
    AuditRecord record =
        stock(new StockUpdate(store, null, new StockWrittenOff(lines(sku, quantity))));
    unit(sku).available -= quantity;
    unit(sku).supplyOffset = record.offset();
    answer(record, new SupplyApplied(List.of()));
    return record;
  }

  /** Writes a refused write-off; the dead letter is not written. */
  public AuditRecord writeOffRefused(String sku, int quantity, String updateId) {
    AuditRecord record =
        stock(new StockUpdate(store, updateId, new StockWrittenOff(lines(sku, quantity))));
    answer(record, new SupplyRefused(refusal(Reason.WRITE_OFF_EXCEEDS_STOCK)));
    return record;
  }

  /** Writes the reply to a supply record without an update id. */
  public AuditRecord answer(AuditRecord supply, Object body) {
    return answer(supply, null, body);
  }

  private AuditRecord answer(AuditRecord supply, String updateId, Object body) {
    boolean isStock = supply.topic().equals(Topic.STOCK_UPDATES);
    return log.append(
        isStock ? Topic.STOCK_EVENTS : Topic.AGENT_EVENTS,
        isStock ? store : zone,
        EventCodec.SUPPLY_EVENTS.encode(
            new SupplyEvent(
                isStock ? store : zone,
                supply.offset(),
                updateId,
                Instant.ofEpochMilli(nowMillis),
                body,
                null)),
        nowMillis);
  }

  private AuditRecord stock(StockUpdate update) {
    return log.append(
        Topic.STOCK_UPDATES, store, EventCodec.STOCK_UPDATES.encode(update), nowMillis);
  }

  public AuditRecord online(String agent) {
    AuditRecord record = agentUpdate(agent, new AgentOnline());
    Unit unit = unit(agent);
    unit.supplyOffset = record.offset();
    if (!unit.online) {
      unit.online = true;
      unit.available = 1;
    }
    answer(record, new SupplyApplied(List.of()));
    return record;
  }

  AuditRecord offline(String agent) {
    AuditRecord record = agentUpdate(agent, new AgentOffline());
    Unit unit = unit(agent);
    unit.supplyOffset = record.offset();
    if (unit.online) {
      unit.online = false;
      unit.available = 0;
    }
    answer(record, new SupplyApplied(List.of()));
    return record;
  }

  /** Writes the delivery of an order that is not placed yet: the agent stays with it. */
  AuditRecord completeEarly(String agent, String orderId) {
    AuditRecord record = agentUpdate(agent, new DeliveryCompleted(orderId));
    answer(record, new SupplyApplied(List.of()));
    unit(agent).supplyOffset = record.offset();
    return record;
  }

  /** Writes the delivery of the placed order. */
  public AuditRecord complete(String agent, String orderId) {
    AuditRecord record = completeEarly(agent, orderId);
    Unit unit = unit(agent);
    unit.available = unit.online ? 1 : 0;
    orders.get(orderId).agent = List.of();
    return record;
  }

  /** Writes a refused delivery, which is a dead letter. */
  AuditRecord completeRefused(String agent, String orderId) {
    AuditRecord record = agentUpdate(agent, new DeliveryCompleted(orderId));
    answer(record, new SupplyRefused(refusal(Reason.AGENT_NOT_ON_ORDER)));
    deadLetter(record, DeadLetterReason.AGENT_NOT_ON_ORDER);
    return record;
  }

  private AuditRecord agentUpdate(String agent, Object body) {
    return log.append(
        Topic.AGENT_UPDATES,
        zone,
        EventCodec.AGENT_UPDATES.encode(new AgentUpdate(zone, null, agent, body)),
        nowMillis);
  }

  // Orders.

  public AuditRecord place(String orderId, String sku, int quantity) {
    Order order = new Order(orderId, lines(sku, quantity));
    AuditRecord record = placeAgain(orderId, order.lines);
    order.transactionId = record.offset();
    orders.putIfAbsent(orderId, order);
    return record;
  }

  /** Writes only the record. */
  AuditRecord placeAgain(String orderId, List<OrderLine> lines) {
    return log.append(Topic.ORDERS, orderId, placeOrder(orderId, lines), nowMillis);
  }

  private byte[] placeOrder(String orderId, List<OrderLine> lines) {
    return EventCodec.ORDERS.encode(
        new OrderRequest(orderId, new PlaceOrder("customer-1", store, zone, lines, Map.of())));
  }

  AuditRecord cancel(String orderId) {
    return log.append(
        Topic.ORDERS,
        orderId,
        EventCodec.ORDERS.encode(new OrderRequest(orderId, new CancelOrder())),
        nowMillis);
  }

  // Branches.

  public AuditRecord command(BranchName branch, String orderId) {
    return log.append(
        branch.equals(BranchName.STORE) ? Topic.STORE_COMMANDS : Topic.DELIVERY_COMMANDS,
        keyOf(branch),
        EventCodec.BRANCH_COMMANDS.encode(
            new BranchCommand(orderId, keyOf(branch), 0L, new Commit(1))),
        nowMillis);
  }

  AuditRecord reserveGoods(String orderId) {
    return reserveGoods(orderId, HOLD_MILLIS);
  }

  AuditRecord reserveGoods(String orderId, long holdMillis) {
    Order order = orders.get(orderId);
    order.goods = new ArrayList<>();
    for (OrderLine line : order.lines) {
      Unit unit = unit(line.getSku());
      unit.available -= line.getQuantity();
      unit.change++;
      order.goods.add(unit.held(line.getQuantity()));
    }
    order.goodsUntilMillis = nowMillis + holdMillis;
    return reservedGoods(orderId);
  }

  AuditRecord reservedGoods(String orderId) {
    Order order = orders.get(orderId);
    return say(
        BranchName.STORE,
        orderId,
        new Reserved(order.goods, Instant.ofEpochMilli(order.goodsUntilMillis), 0L));
  }

  AuditRecord reserveAgent(String orderId, String agent) {
    Order order = orders.get(orderId);
    Unit unit = unit(agent);
    unit.available = 0;
    unit.change++;
    if (order.agentUntilMillis == 0) {
      order.agentUntilMillis = nowMillis + HOLD_MILLIS;
    }
    order.agent = List.of(unit.held(1));
    return reservedAgent(orderId);
  }

  AuditRecord reservedAgent(String orderId) {
    Order order = orders.get(orderId);
    return say(
        BranchName.DELIVERY,
        orderId,
        new Reserved(order.agent, Instant.ofEpochMilli(order.agentUntilMillis), 0L));
  }

  public AuditRecord assign(BranchName branch, String orderId) {
    return say(branch, orderId, new Assigned(holding(branch, orderId)));
  }

  public AuditRecord release(BranchName branch, String orderId) {
    return say(branch, orderId, new Released(giveBack(branch, orderId)));
  }

  public AuditRecord expire(BranchName branch, String orderId, Reason reason) {
    Order order = orders.get(orderId);
    long untilMillis =
        branch.equals(BranchName.STORE) ? order.goodsUntilMillis : order.agentUntilMillis;
    boolean gone = reason == Reason.AGENT_WENT_OFFLINE;
    if (gone) {
      order.agent = List.of();
    }
    return say(
        branch,
        orderId,
        new ReservationExpired(
            reason, giveBack(branch, orderId), Instant.ofEpochMilli(untilMillis)));
  }

  AuditRecord refuse(BranchName branch, String orderId, Reason reason) {
    return say(branch, orderId, new ReservationRefused(refusal(reason)));
  }

  public AuditRecord failAssignment(BranchName branch, String orderId, Reason reason) {
    return say(branch, orderId, new AssignmentFailed(false, refusal(reason)));
  }

  AuditRecord say(BranchName branch, String orderId, Object body) {
    return say(
        branch, orderId, orders.containsKey(orderId) ? orders.get(orderId).transactionId : 0, body);
  }

  AuditRecord say(BranchName branch, String orderId, long transactionId, Object body) {
    return log.append(
        branch.equals(BranchName.STORE) ? Topic.STORE_EVENTS : Topic.DELIVERY_EVENTS,
        orderId,
        EventCodec.BRANCH_EVENTS.encode(
            new BranchEvent(
                orderId, keyOf(branch), transactionId, Instant.ofEpochMilli(nowMillis), body)),
        nowMillis);
  }

  private List<HeldUnit> holding(BranchName branch, String orderId) {
    Order order = orders.get(orderId);
    return branch.equals(BranchName.STORE) ? order.goods : order.agent;
  }

  private List<HeldUnit> giveBack(BranchName branch, String orderId) {
    Order order = orders.get(orderId);
    List<HeldUnit> back = new ArrayList<>();
    for (HeldUnit held : holding(branch, orderId)) {
      Unit unit = unit(held.getUnit());
      unit.available =
          branch.equals(BranchName.STORE)
              ? unit.available + held.getQuantity()
              : unit.online ? 1 : 0;
      unit.change++;
      back.add(unit.held(held.getQuantity()));
    }
    if (branch.equals(BranchName.STORE)) {
      order.goods = List.of();
    } else {
      order.agent = List.of();
    }
    return back;
  }

  // Events.

  public AuditRecord received(String orderId) {
    return tell(orderId, new OrderReceived());
  }

  public AuditRecord placed(String orderId) {
    return tell(
        orderId,
        new OrderPlaced(
            List.of(
                new Assignment("store", names(orders.get(orderId).goods)),
                new Assignment("delivery", names(orders.get(orderId).agent)))));
  }

  public AuditRecord rejected(String orderId, Reason reason) {
    return tell(orderId, new OrderRejected(refusal(reason)));
  }

  AuditRecord cancelRefused(String orderId, Reason reason) {
    return tell(orderId, new CancelRefused(refusal(reason)));
  }

  private AuditRecord tell(String orderId, Object body) {
    return log.append(
        Topic.ORDER_EVENTS,
        orderId,
        EventCodec.ORDER_EVENTS.encode(
            new OrderEvent(orderId, Instant.ofEpochMilli(nowMillis), body)),
        nowMillis);
  }

  public AuditRecord pick(String orderId) {
    return pick(orderId, orders.get(orderId).lines);
  }

  public AuditRecord pick(String orderId, List<OrderLine> lines) {
    return log.append(
        Topic.STORE_NOTIFICATIONS,
        store,
        EventCodec.STORE_NOTIFICATIONS.encode(
            new StoreNotification(orderId, store, new PickOrder(lines))),
        nowMillis);
  }

  public AuditRecord deliver(String orderId) {
    return deliver(orderId, orders.get(orderId).agent.get(0).getUnit());
  }

  public AuditRecord deliver(String orderId, String agent) {
    return log.append(
        Topic.DELIVERY_NOTIFICATIONS,
        agent,
        EventCodec.DELIVERY_NOTIFICATIONS.encode(
            new DeliveryNotification(orderId, agent, new DeliverOrder(store, zone, "customer-1"))),
        nowMillis);
  }

  public AuditRecord deadLetter(AuditRecord source, DeadLetterReason reason) {
    return log.append(
        Topic.DEAD_LETTERS,
        0,
        source.key(),
        source.value(),
        nowMillis,
        new DeadLetterHeaders(
                reason,
                "because",
                source.topic().topicName(),
                source.partition(),
                source.offset(),
                OptionalLong.of(source.timestampMillis()))
            .toHeaders());
  }

  // Complete sequences.

  /** Writes OrderReceived, and Reserved of both branches. */
  public HonestLog begin(String orderId, String sku, int quantity, String agent) {
    place(orderId, sku, quantity);
    after(5).received(orderId);
    after(5).reserveGoods(orderId);
    after(1).reserveAgent(orderId, agent);
    return this;
  }

  /** Writes Assigned of both branches, OrderPlaced and notifications. */
  public HonestLog complete(String orderId) {
    after(5).assign(BranchName.STORE, orderId);
    after(1).assign(BranchName.DELIVERY, orderId);
    after(5).placed(orderId);
    pick(orderId);
    deliver(orderId);
    return this;
  }

  /** Writes OrderRejected, and Released of both branches. */
  HonestLog reject(String orderId, Reason reason) {
    after(5).rejected(orderId, reason);
    after(5).release(BranchName.STORE, orderId);
    release(BranchName.DELIVERY, orderId);
    return this;
  }
}
