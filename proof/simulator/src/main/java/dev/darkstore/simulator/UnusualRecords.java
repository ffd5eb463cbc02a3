package dev.darkstore.simulator;

import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.protocol.Order;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Unusual records of clients: in JSON, on a wrong partition, or violating the contract. */
final class UnusualRecords {
  private static final int KINDS = 8;

  private final SeededRandom random;
  private final World world;
  private int count;

  UnusualRecords(SeededRandom random, World world) {
    this.random = random;
    this.world = world;
  }

  /** Returns an order as written by a client without Avro. */
  byte[] json(Order order) {
    return bytes(
        EventJson.toJson(
            new OrderRequest(
                order.orderId(),
                new PlaceOrder(
                    order.customerId(),
                    order.storeId(),
                    order.zoneId(),
                    order.lines().stream()
                        .map(line -> new OrderLine(line.sku(), line.quantity()))
                        .toList(),
                    Map.of()))));
  }

  /** Returns true if there is more than one partition. */
  boolean canMisroute() {
    return world.settings().partitions() > 1;
  }

  /** Places an order on a wrong partition, as a client with another partitioner does. */
  LoggedRecord placeMisrouted(Order order) {
    int partitions = world.settings().partitions();
    byte[] key = bytes(order.orderId());
    int wrong = (Partitions.of(key, partitions) + 1 + random.below(partitions - 1)) % partitions;
    return world.append(Topic.ORDERS, wrong, key, World.request(order), new RecordHeaders());
  }

  /**
   * Writes one record that violates the contract.
   *
   * @param decided consumer of the id of an order that must nevertheless get an outcome
   * @return description of the record, for people
   */
  String write(Consumer<String> decided) {
    String id = "bad-" + count++;
    return switch (random.below(KINDS)) {
      case 0 -> append(Topic.ORDERS, id, bytes("no order at all"));
      case 1 -> append(Topic.STOCK_UPDATES, "s-0", bytes("no update at all"));
      case 2 -> append(Topic.AGENT_UPDATES, "z-0", new byte[] {(byte) 0xC3, 1, 2, 3});
      case 3 -> append(Topic.ORDERS, id, null);
      case 4 -> append(Topic.ORDERS, "not-" + id, place(id, 1));
      case 5 -> {
        decided.accept(id);
        yield append(Topic.ORDERS, id, place(id, 0));
      }
      case 6 -> {
        world.append(Topic.ORDERS, 0, null, place(id, 1), new RecordHeaders());
        yield "an order without a key";
      }
      default -> {
        world.writeOff("s-0", "k-0", 1_000_000);
        yield "a write-off that exceeds the stock";
      }
    };
  }

  private String append(Topic topic, String key, byte[] value) {
    LoggedRecord record = world.append(topic, key, value);
    return "%s-%d@%d".formatted(topic.topicName(), record.partition(), record.offset());
  }

  private static byte[] place(String orderId, int quantity) {
    return EventCodec.ORDERS.encode(
        new OrderRequest(
            orderId,
            new PlaceOrder(
                "c-1", "s-0", "z-0", List.of(new OrderLine("k-0", quantity)), Map.of())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
