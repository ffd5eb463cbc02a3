package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.client.supply.StockFold;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the page shows, folded from what is committed on the topics. Its size is bounded,
 * however many orders pass. Safe for use by several threads; each call is short.
 */
public final class Projection {
  /** More skus than this, or agents, are not shown. */
  static final int UNITS_MAX = 10_000;

  private final Throughput rhythm = new Throughput();
  private final Orders orders = new Orders(rhythm);
  private final Letters letters = new Letters();
  private final StockFold stock = new StockFold(UNITS_MAX);
  private final AgentFold agents = new AgentFold(UNITS_MAX);
  private final boolean isWhole;
  private final Set<Section> changed = EnumSet.allOf(Section.class);

  /**
   * Creates a view of nothing yet.
   *
   * @param isWhole true if everything is going to be read from the beginning of the log: only then
   *     is known how much orders have taken
   */
  public Projection(boolean isWhole) {
    this.isWhole = isWhole;
  }

  /**
   * Takes in what was read; records of one partition come in their order. Supply may come again.
   *
   * @param nowMillis what time it is
   */
  public synchronized void accept(List<LogEntry> entries, long nowMillis) {
    rhythm.now(nowMillis);
    entries.forEach(this::accept);
  }

  private void accept(LogEntry entry) {
    switch (entry.topic()) {
      case STOCK_EVENTS -> {
        stock.accept(entry);
        changed.add(Section.STOCK);
      }
      case AGENT_EVENTS -> {
        agents.accept(entry);
        changed.add(Section.AGENTS);
      }
      case STORE_EVENTS -> {
        stock.accept(entry);
        changed.add(Section.STOCK);
        order(entry);
      }
      case DELIVERY_EVENTS -> {
        agents.accept(entry);
        changed.add(Section.AGENTS);
        order(entry);
      }
      case STOCK_UPDATES -> {}
      case DEAD_LETTERS -> {
        letters.accept(entry);
        changed.add(Section.LETTERS);
        order(entry);
      }
      case ORDERS,
          ORDER_EVENTS,
          STORE_COMMANDS,
          DELIVERY_COMMANDS,
          STORE_RELEASES,
          DELIVERY_RELEASES,
          STORE_VOTES,
          DELIVERY_VOTES,
          AGENT_UPDATES,
          AGENT_MOVES,
          STORE_NOTIFICATIONS,
          DELIVERY_NOTIFICATIONS ->
          order(entry);
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

  /** The section as JSON. */
  public synchronized ObjectNode toJson(Section section, long nowMillis) {
    changed.remove(section);
    return switch (section) {
      case SUMMARY -> ProjectionJson.summary(orders, letters);
      case ORDERS -> ProjectionJson.orders(orders);
      case RHYTHM -> {
        changed.add(section); // Time passes, also when nothing happens.
        yield ProjectionJson.rhythm(rhythm, nowMillis);
      }
      case STOCK -> ProjectionJson.stock(stock.skus(), isWhole);
      case AGENTS -> ProjectionJson.agents(agents.agents());
      case LETTERS -> ProjectionJson.letters(letters);
    };
  }

  /** The latest orders that mention the text. */
  public synchronized ObjectNode search(String text) {
    return ProjectionJson.found(orders, text);
  }

  /** An order's life, if the order is among those kept. */
  public synchronized Optional<ObjectNode> order(String orderId) {
    return orders
        .find(orderId)
        .map(life -> ProjectionJson.order(life, ProjectionJson.Source.MEMORY));
  }

  /** Grows with every event of the order; -1 if the order is not among those kept. */
  public synchronized long version(String orderId) {
    return orders.find(orderId).map(OrderLife::version).orElse(-1L);
  }

  /** The life of an order that was read from the log, in any order of its events. */
  public static ObjectNode order(String orderId, List<LogEntry> entries) {
    return ProjectionJson.order(OrderLife.of(orderId, entries), ProjectionJson.Source.LOG);
  }
}
