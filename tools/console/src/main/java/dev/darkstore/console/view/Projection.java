package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.client.supply.StockFold;
import dev.darkstore.schemas.BranchName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * State of the page, folded from the committed records of the topics. Its size is bounded,
 * independent of the number of orders. Thread-safe; each call is short.
 */
public final class Projection {
  /** Maximum number of skus, and of agents. */
  static final int UNITS_MAX = 10_000;

  private final Throughput throughput = new Throughput();
  private final Orders orders = new Orders(throughput);
  private final Letters letters = new Letters();
  private final StockFold stock = new StockFold(UNITS_MAX);
  private final AgentFold agents = new AgentFold(UNITS_MAX);
  private final boolean isWhole;
  private final Set<Section> changed = EnumSet.allOf(Section.class);

  /**
   * Creates an empty view.
   *
   * @param isWhole true if the log will be read from its beginning: only then is the assigned stock
   *     known
   */
  public Projection(boolean isWhole) {
    this.isWhole = isWhole;
  }

  /**
   * Applies records; those of one partition must be in order. Supply may be repeated.
   *
   * @param nowMillis current time
   */
  public synchronized void accept(List<LogEntry> entries, long nowMillis) {
    throughput.now(nowMillis);
    entries.forEach(this::accept);
  }

  private void accept(LogEntry entry) {
    switch (entry.topic().role()) {
      case SUPPLY_EVENTS -> supply(entry);
      case EVENTS -> {
        supply(entry);
        order(entry);
      }
      case DEAD_LETTERS -> {
        letters.accept(entry);
        changed.add(Section.LETTERS);
        order(entry);
      }
      case SUPPLY_UPDATES, MOVES, ORDERS, ORDER_EVENTS, COMMANDS, RELEASES, VOTES, NOTIFICATIONS ->
          order(entry);
    }
  }

  private void supply(LogEntry entry) {
    BranchName branch = entry.topic().branch().orElseThrow();
    if (branch.equals(BranchName.STORE)) {
      stock.accept(entry);
      changed.add(Section.STOCK);
    } else if (branch.equals(BranchName.DELIVERY)) {
      agents.accept(entry);
      changed.add(Section.AGENTS);
    }
  }

  private void order(LogEntry entry) {
    orders.accept(entry);
    changed.add(Section.ORDERS);
    changed.add(Section.SUMMARY);
  }

  /** Returns true if the section has changed since it was last written as JSON. */
  public synchronized boolean hasChanged(Section section) {
    return changed.contains(section);
  }

  /** Returns the section as JSON. */
  public synchronized ObjectNode toJson(Section section, long nowMillis) {
    changed.remove(section);
    return switch (section) {
      case SUMMARY -> ProjectionJson.summary(orders, letters);
      case ORDERS -> ProjectionJson.orders(orders);
      case THROUGHPUT -> {
        changed.add(section); // Changes with time, also without events.
        yield ProjectionJson.throughput(throughput, nowMillis);
      }
      case STOCK -> ProjectionJson.stock(stock.skus(), isWhole);
      case AGENTS -> ProjectionJson.agents(agents.agents());
      case LETTERS -> ProjectionJson.letters(letters);
    };
  }

  /** Returns a page of the orders that match. */
  public synchronized ObjectNode search(OrderQuery query) {
    return ProjectionJson.found(orders, query);
  }

  /** Returns an order's life, if the order is in memory. */
  public synchronized Optional<ObjectNode> order(String orderId) {
    return orders
        .find(orderId)
        .map(life -> ProjectionJson.order(life, ProjectionJson.Source.MEMORY));
  }

  /**
   * Returns a version that grows with every event of the order; -1 if the order is not in memory.
   */
  public synchronized long version(String orderId) {
    return orders.find(orderId).map(OrderLife::version).orElse(-1L);
  }

  /** Returns the life of an order that was read from the log, with events in any sequence. */
  public static ObjectNode order(String orderId, List<LogEntry> entries) {
    return ProjectionJson.order(OrderLife.of(orderId, entries), ProjectionJson.Source.LOG);
  }
}
