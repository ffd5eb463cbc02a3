package dev.darkstore.chaos.load;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.Sender;
import dev.darkstore.harness.Ticker;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Load of back offices and agents: plenty of supply at first, then a low rate of changes. */
final class SupplyLoad implements AutoCloseable {
  private static final long TICK_MILLIS = 500;
  private static final int PLENTY = 500_000;
  private static final int SCARCE = 6;

  private final RunFixture world;
  private final Random random;
  private final Sender sender;
  private Ticker ticker;
  private int numbered;
  private String awayZone;
  private String awayAgent;

  SupplyLoad(Clients clients, RunFixture world, long seed, OutcomeLedger ledger) {
    this.world = world;
    this.random = new Random(seed);
    this.sender = clients.sender(ledger);
  }

  /** Supplies the stores and sets all agents online. */
  void open() {
    for (String store : world.stores()) {
      List<OrderLine> lines = new ArrayList<>();
      world.skus().forEach(sku -> lines.add(new OrderLine(sku, PLENTY)));
      lines.add(new OrderLine(RunFixture.SCARCE_SKU, SCARCE));
      stock(store, new StockReceived(lines));
    }
    for (String zone : world.zones()) {
      RunFixture.agents(zone).forEach(agent -> agent(zone, agent, new AgentOnline()));
    }
  }

  /** Sends changes at a low rate until closed. */
  void trickle(Failures failures) {
    ticker = new Ticker("supply load", TICK_MILLIS, this::change, failures);
  }

  @Override
  public void close() {
    if (ticker != null) {
      ticker.close();
    }
    sender.close();
  }

  private void change() {
    String store = anyOf(world.stores());
    switch (random.nextInt(4)) {
      case 0 -> stock(store, new StockReceived(List.of(new OrderLine(RunFixture.SCARCE_SKU, 1))));
      case 1 -> stock(store, new StockWrittenOff(List.of(new OrderLine(anyOf(world.skus()), 2))));
      default -> moveAgent();
    }
  }

  /** Moves one agent at a time offline, or to any zone, so that enough agents remain. */
  private void moveAgent() {
    if (awayAgent == null) {
      awayZone = anyOf(world.zones());
      awayAgent = anyOf(RunFixture.agents(awayZone));
      if (random.nextBoolean()) {
        agent(awayZone, awayAgent, new AgentOffline());
      } else {
        agent(anyOf(world.zones()), awayAgent, new AgentOnline());
      }
    } else {
      agent(awayZone, awayAgent, new AgentOnline());
      awayAgent = null;
    }
  }

  private void stock(String store, Object body) {
    send(
        Topic.STOCK_UPDATES,
        store,
        EventCodec.STOCK_UPDATES.encode(new StockUpdate(store, "supply-" + numbered++, body)));
  }

  private void agent(String zone, String agent, Object body) {
    send(
        Topic.AGENT_UPDATES,
        zone,
        EventCodec.AGENT_UPDATES.encode(
            new AgentUpdate(zone, "supply-" + numbered++, agent, body)));
  }

  private void send(Topic topic, String key, byte[] value) {
    sender.send(topic.topicName(), world.partitionOf(key), key, value, () -> {});
  }

  private <T> T anyOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
