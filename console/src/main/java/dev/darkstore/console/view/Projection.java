package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Topic;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the page shows, folded from what is committed on the topics. Its size is bounded,
 * however many orders pass. Safe for use by several threads; each call is short.
 */
public final class Projection {
  private final Rhythm rhythm = new Rhythm();
  private final Orders orders = new Orders(rhythm);
  private final Letters letters = new Letters();
  private final Stock stock;
  private final Agents agents;
  private final boolean isWhole;
  private final Map<Integer, Long> stockOffsets = new HashMap<>();
  private final Map<Integer, Long> agentOffsets = new HashMap<>();
  private final Set<Section> changed = EnumSet.allOf(Section.class);

  /**
   * A view of nothing yet.
   *
   * @param partitions how many partitions the topics of supply have
   * @param isWhole whether everything is going to be read from the beginning of the log: only then
   *     is known how much a store has of what nobody has ordered
   */
  public Projection(Map<Topic, Integer> partitions, boolean isWhole) {
    stock = new Stock(partitions.get(Topic.STOCK_UPDATES));
    agents = new Agents(partitions.get(Topic.AGENT_UPDATES));
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
      case STOCK_UPDATES -> {
        if (isNew(entry, stockOffsets)
            && entry.envelope().orElse(null) instanceof StockUpdate update) {
          stock.accept(entry, update);
          changed.add(Section.STOCK);
        }
      }
      case AGENT_UPDATES -> {
        if (isNew(entry, agentOffsets)
            && entry.envelope().orElse(null) instanceof AgentUpdate update) {
          agents.accept(entry, update);
          changed.add(Section.AGENTS);
        }
        order(entry);
      }
      case STORE_EVENTS -> {
        if (entry.envelope().orElse(null) instanceof BranchEvent event) {
          stock.hear(event.getBranchKey(), units(event));
          changed.add(Section.STOCK);
        }
        order(entry);
      }
      case DELIVERY_EVENTS -> {
        if (entry.envelope().orElse(null) instanceof BranchEvent event) {
          delivery(event);
          changed.add(Section.AGENTS);
        }
        order(entry);
      }
      case DEAD_LETTERS -> {
        letters.accept(entry);
        if (entry.body() instanceof DeadLetterHeaders said) {
          stock.refused(said);
        }
        changed.add(Section.LETTERS);
        order(entry);
      }
      case ORDERS,
          ORDER_EVENTS,
          STORE_COMMANDS,
          DELIVERY_COMMANDS,
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

  private void delivery(BranchEvent event) {
    String zoneId = event.getBranchKey();
    String orderId = event.getOrderId();
    if (event.getBody() instanceof Reserved reserved) {
      List<HeldUnit> before =
          orders.find(orderId).map(life -> life.delivery().holding()).orElse(List.of());
      agents.taken(zoneId, orderId, before, reserved.getHolding());
    } else if (event.getBody() instanceof Assigned assigned) {
      agents.assigned(zoneId, orderId, assigned.getHolding());
    } else {
      agents.givenBack(zoneId, units(event));
    }
  }

  private static List<HeldUnit> units(BranchEvent event) {
    if (event.getBody() instanceof Reserved reserved) {
      return reserved.getHolding();
    } else if (event.getBody() instanceof Assigned assigned) {
      return assigned.getHolding();
    } else if (event.getBody() instanceof Released released) {
      return released.getHolding();
    } else if (event.getBody() instanceof ReservationExpired expired) {
      return expired.getHolding();
    } else {
      return List.of();
    }
  }

  private static boolean isNew(LogEntry entry, Map<Integer, Long> offsets) {
    Long last = offsets.get(entry.partition());
    if (last != null && entry.offset() <= last) {
      return false;
    }
    offsets.put(entry.partition(), entry.offset());
    return true;
  }

  /** Whether the section has changed since it was told. */
  public synchronized boolean hasChanged(Section section) {
    return changed.contains(section);
  }

  /** The section as JSON. */
  public synchronized ObjectNode tell(Section section, long nowMillis) {
    changed.remove(section);
    return switch (section) {
      case SUMMARY -> Telling.summary(orders, letters);
      case ORDERS -> Telling.orders(orders);
      case RHYTHM -> {
        changed.add(section); // Time passes, also when nothing happens.
        yield Telling.rhythm(rhythm, nowMillis);
      }
      case STOCK -> Telling.stock(stock, orders.open(), isWhole);
      case AGENTS -> Telling.agents(agents);
      case LETTERS -> Telling.letters(letters);
    };
  }

  /** The latest orders that mention the text. */
  public synchronized ObjectNode search(String text) {
    return Telling.found(orders, text);
  }

  /** An order's life, if the order is among those kept. */
  public synchronized Optional<ObjectNode> order(String orderId) {
    return orders.find(orderId).map(life -> Telling.order(life, Telling.Source.MEMORY));
  }

  /** Grows with every event of the order; -1 if the order is not among those kept. */
  public synchronized long version(String orderId) {
    return orders.find(orderId).map(OrderLife::version).orElse(-1L);
  }

  /** The life of an order that was read from the log, in any order of its events. */
  public static ObjectNode order(String orderId, List<LogEntry> entries) {
    return Telling.order(OrderLife.of(orderId, entries), Telling.Source.LOG);
  }
}
