package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * State of a correct system: the time, the balances of every sku and agent, and the holdings of
 * every order. One store, one zone.
 */
public abstract class Books {
  public static final String STORE = "store-1";
  static final String ZONE = "zone-1";
  static final long HOLD_MILLIS = 120_000;
  static final long START_MILLIS = 1_700_000_000_000L;

  public final Log log;
  public final Map<String, Unit> units = new HashMap<>();
  public final Map<String, Order> orders = new HashMap<>();
  public long nowMillis = START_MILLIS;

  public Books(Log log) {
    this.log = log;
  }

  /** State of a sku or an agent. */
  static final class Unit {
    final String id;
    long available;
    long change;
    long supplyOffset = -1;
    boolean online;

    Unit(String id) {
      this.id = id;
    }

    HeldUnit held(int quantity) {
      return new HeldUnit(id, quantity, change, supplyOffset, available);
    }
  }

  /** Order with its holdings. */
  static final class Order {
    final String id;
    final List<OrderLine> lines;
    List<HeldUnit> goods = List.of();
    List<HeldUnit> agent = List.of();
    long transactionId;
    long goodsUntilMillis;
    long agentUntilMillis;

    Order(String id, List<OrderLine> lines) {
      this.id = id;
      this.lines = lines;
    }
  }

  /** Advances the time. */
  public HonestLog after(long millis) {
    nowMillis += millis;
    return (HonestLog) this;
  }

  public long nowMillis() {
    return nowMillis;
  }

  public Unit unit(String id) {
    return units.computeIfAbsent(id, Unit::new);
  }

  public Order order(String id) {
    return orders.get(id);
  }

  /** Removes the order, so that its id can be reused. */
  void forget(String orderId) {
    orders.remove(orderId);
  }

  /** Sets the order's content to this. */
  void remember(String orderId, String sku, int quantity) {
    orders.put(orderId, new Order(orderId, lines(sku, quantity)));
  }

  AuditRecord lastOf(Topic topic) {
    List<AuditRecord> records = log.records();
    return records.stream()
        .filter(record -> record.topic() == topic)
        .reduce((before, record) -> record)
        .orElseThrow();
  }

  /** Returns the first event of a branch with a body of this class. */
  AuditRecord firstOf(Topic topic, Class<?> body) {
    return log.records().stream()
        .filter(record -> record.topic() == topic)
        .filter(record -> body.isInstance(branchEvent(record).getBody()))
        .findFirst()
        .orElseThrow();
  }

  private static BranchEvent branchEvent(AuditRecord record) {
    try {
      return EventCodec.BRANCH_EVENTS.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static List<OrderLine> lines(String sku, int quantity) {
    return List.of(new OrderLine(sku, quantity));
  }

  public static Refusal refusal(Reason reason) {
    return new Refusal(reason, "because", List.of());
  }

  static List<String> names(List<HeldUnit> holding) {
    return holding.stream().map(HeldUnit::getUnit).toList();
  }

  public static String key(BranchName branch) {
    return branch.equals(BranchName.STORE) ? STORE : ZONE;
  }
}
