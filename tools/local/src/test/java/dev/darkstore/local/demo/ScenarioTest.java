package dev.darkstore.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.EventJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  private static final Path FOLDER = Path.of("..", "..", "examples");

  @Nested
  class Examples {
    private final Scenario examples = Scenario.ofExamples();

    @Test
    void areThreeStoresADozenAgentsAndTwoHundredOrders() {
      assertThat(examples.stores()).hasSize(3);
      assertThat(examples.skus()).hasSizeBetween(30, 35);
      assertThat(examples.zones()).hasSizeBetween(2, 4);
      assertThat(examples.agents())
          .hasSize(12)
          .allMatch(update -> update.getBody() instanceof AgentOnline)
          .extracting(update -> update.getAgentId())
          .doesNotHaveDuplicates();
      assertThat(examples.orders())
          .hasSize(200)
          .allMatch(order -> order.getBody() instanceof PlaceOrder)
          .extracting(OrderRequest::getOrderId)
          .doesNotHaveDuplicates();
    }

    @Test
    void areWhatServicesAcceptFromClients() throws Exception {
      for (StockUpdate update : examples.stock()) {
        assertThat(ClientRecords.stockUpdate(update.getStoreId().getBytes(UTF_8), json(update)))
            .isEqualTo(update);
      }
      for (var update : examples.agents()) {
        assertThat(ClientRecords.agentUpdate(update.getZoneId().getBytes(UTF_8), json(update)))
            .isEqualTo(update);
      }
      for (OrderRequest order : examples.orders()) {
        assertThat(ClientRecords.order(order.getOrderId().getBytes(UTF_8), json(order)))
            .isEqualTo(order);
      }
    }

    @Test
    void areWrittenAsWeWriteJson() throws Exception {
      assertThat(Files.readAllLines(FOLDER.resolve("stock.jsonl")))
          .isEqualTo(examples.stock().stream().map(EventJson::toJson).toList());
      assertThat(Files.readAllLines(FOLDER.resolve("agents.jsonl")))
          .isEqualTo(examples.agents().stream().map(EventJson::toJson).toList());
      assertThat(Files.readAllLines(FOLDER.resolve("orders.jsonl")))
          .isEqualTo(examples.orders().stream().map(EventJson::toJson).toList());
    }

    @Test
    void holdOrdersThatMustFailOfEveryKind() {
      assertThat(orders(place -> place.getStoreId().equals(OrderGenerator.UNKNOWN_STORE)))
          .hasSizeBetween(2, 5);
      assertThat(examples.stores()).doesNotContain(OrderGenerator.UNKNOWN_STORE);

      assertThat(orders(place -> has(place, OrderGenerator.UNKNOWN_SKU))).hasSizeBetween(2, 5);
      assertThat(examples.skus()).doesNotContain(OrderGenerator.UNKNOWN_SKU);

      assertThat(orders(place -> place.getZoneId().equals(OrderGenerator.UNSERVED_ZONE)))
          .hasSizeBetween(2, 5);
      assertThat(examples.zones()).doesNotContain(OrderGenerator.UNSERVED_ZONE);

      assertThat(orders(this::asksForMoreThanThereEverWas)).hasSizeBetween(2, 5);
    }

    @Test
    void canBePlacedForTheMostPart() {
      assertThat(
              orders(
                  place ->
                      examples.stores().contains(place.getStoreId())
                          && examples.zones().contains(place.getZoneId())
                          && !has(place, OrderGenerator.UNKNOWN_SKU)
                          && !asksForMoreThanThereEverWas(place)))
          .hasSizeGreaterThan(180);
      assertThat(orders(place -> true).get(0)).matches(this::isNothingSpecial);
    }

    private boolean isNothingSpecial(PlaceOrder place) {
      return examples.stores().contains(place.getStoreId())
          && examples.zones().contains(place.getZoneId());
    }

    private boolean asksForMoreThanThereEverWas(PlaceOrder place) {
      Map<String, Integer> stock = stockOf(examples, place.getStoreId());
      return place.getLines().stream()
          .filter(line -> stock.containsKey(line.getSku()))
          .anyMatch(line -> line.getQuantity() > stock.get(line.getSku()));
    }

    private List<PlaceOrder> orders(java.util.function.Predicate<PlaceOrder> condition) {
      return examples.orders().stream()
          .map(order -> (PlaceOrder) order.getBody())
          .filter(condition)
          .toList();
    }

    private boolean has(PlaceOrder place, String sku) {
      return place.getLines().stream().anyMatch(line -> line.getSku().equals(sku));
    }
  }

  @Nested
  class Generated {
    private final Scenario examples = Scenario.ofExamples();

    @Test
    void isTheSameForTheSameSeed() {
      assertThat(examples.withGeneratedOrders(300, 7))
          .isEqualTo(examples.withGeneratedOrders(300, 7));
    }

    @Test
    void isAnotherForAnotherSeed() {
      assertThat(examples.withGeneratedOrders(300, 7).orders())
          .isNotEqualTo(examples.withGeneratedOrders(300, 8).orders());
    }

    @Test
    void growsByOrdersThatFollow() {
      assertThat(examples.withGeneratedOrders(300, 7).orders().subList(0, 100))
          .isEqualTo(examples.withGeneratedOrders(100, 7).orders());
    }

    @Test
    void holdsOrdersThatServicesAccept() throws Exception {
      List<OrderRequest> orders = examples.withGeneratedOrders(2_000, 7).orders();
      assertThat(orders).extracting(OrderRequest::getOrderId).doesNotHaveDuplicates();
      for (OrderRequest order : orders) {
        assertThat(ClientRecords.order(order.getOrderId().getBytes(UTF_8), json(order)))
            .isEqualTo(order);
      }
    }

    @Test
    void hasStockInProportion() {
      Map<String, Integer> one = stockOf(examples.withGeneratedOrders(200, 7), "mill-lane");
      Map<String, Integer> five = stockOf(examples.withGeneratedOrders(1_000, 7), "mill-lane");
      assertThat(one).isEqualTo(stockOf(examples, "mill-lane"));
      assertThat(five).containsEntry("oat-milk-1l", 5 * one.get("oat-milk-1l"));
    }
  }

  private static Map<String, Integer> stockOf(Scenario scenario, String storeId) {
    return scenario.stock().stream()
        .filter(update -> update.getStoreId().equals(storeId))
        .flatMap(update -> ((StockReceived) update.getBody()).getLines().stream())
        .collect(Collectors.toMap(OrderLine::getSku, OrderLine::getQuantity, Integer::sum));
  }

  private static byte[] json(SpecificRecord record) {
    return EventJson.toJson(record).getBytes(UTF_8);
  }
}
