package dev.darkstore.local.demo;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Input of the demo: the stores' stock, the agents and the orders.
 *
 * @param stock deliveries that the stores receive before the first order
 * @param agents agents who come online before the first order
 * @param orders orders, in the sequence of placing
 */
public record Scenario(
    List<StockUpdate> stock, List<AgentUpdate> agents, List<OrderRequest> orders) {
  private static final String FOLDER = "/examples/";

  /** Number of orders that the stock of the examples is meant for. */
  private static final int ORDERS_PER_STOCK = 200;

  /** Copies the lists. */
  public Scenario {
    stock = List.copyOf(stock);
    agents = List.copyOf(agents);
    orders = List.copyOf(orders);
  }

  /** Returns the scenario of {@code examples/}. */
  public static Scenario ofExamples() {
    return new Scenario(
        read("stock.jsonl", EventCodec.STOCK_UPDATES),
        read("agents.jsonl", EventCodec.AGENT_UPDATES),
        read("orders.jsonl", EventCodec.ORDERS));
  }

  /**
   * Returns a copy with the stores and agents of this scenario and other orders, with the stock
   * scaled to their number.
   *
   * @param count number of orders
   * @param seed seed of the orders; equal seeds and counts give equal orders
   */
  Scenario withGeneratedOrders(int count, long seed) {
    OrderGenerator generator = new OrderGenerator(this, new Random(seed));
    List<OrderRequest> generated = new ArrayList<>(count);
    for (int number = 1; number <= count; number++) {
      generated.add(generator.order(number));
    }
    int times = 1 + (count - 1) / ORDERS_PER_STOCK;
    return new Scenario(
        stock.stream().map(update -> multiplied(update, times)).toList(), agents, generated);
  }

  /** Returns the stores with stock. */
  public Set<String> stores() {
    Set<String> stores = new LinkedHashSet<>();
    stock.forEach(update -> stores.add(update.getStoreId()));
    return stores;
  }

  /** Returns the zones with agents. */
  public Set<String> zones() {
    Set<String> zones = new LinkedHashSet<>();
    agents.forEach(update -> zones.add(update.getZoneId()));
    return zones;
  }

  /** Returns the skus of which at least one store has stock. */
  public Set<String> skus() {
    Set<String> skus = new LinkedHashSet<>();
    stock.forEach(update -> received(update).forEach(line -> skus.add(line.getSku())));
    return skus;
  }

  /** Returns the lines of an order. */
  static List<OrderLine> lines(OrderRequest order) {
    return ((PlaceOrder) order.getBody()).getLines();
  }

  private static List<OrderLine> received(StockUpdate update) {
    return ((StockReceived) update.getBody()).getLines();
  }

  private static StockUpdate multiplied(StockUpdate update, int times) {
    List<OrderLine> lines =
        received(update).stream()
            .map(line -> new OrderLine(line.getSku(), line.getQuantity() * times))
            .toList();
    return new StockUpdate(update.getStoreId(), update.getUpdateId(), new StockReceived(lines));
  }

  private static <T extends SpecificRecord> List<T> read(String file, EventCodec<T> codec) {
    List<T> records = new ArrayList<>();
    try (InputStream stream = Scenario.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new IllegalStateException(FOLDER + file + " is missing from the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        records.add(codec.read(line.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER + file, e);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "line %d of %s%s: %s".formatted(records.size() + 1, FOLDER, file, e.detail()), e);
    }
    return records;
  }
}
