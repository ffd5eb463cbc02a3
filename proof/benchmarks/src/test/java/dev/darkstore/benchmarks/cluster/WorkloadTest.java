package dev.darkstore.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
  @Test
  void anOrderIsKnownByItsId() {
    String orderId = Workload.orderId(7, 123_456);

    assertThat(Workload.phaseOf(orderId)).isEqualTo(7);
    assertThat(Workload.numberOf(orderId)).isEqualTo(123_456);
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void ordersKeepTheContract(Spread spread) throws UnreadableRecordException {
    for (long number = 0; number < 1_000; number++) {
      byte[] key = Workload.orderId(1, number).getBytes(StandardCharsets.UTF_8);

      OrderRequest order = ClientRecords.order(key, Workload.order(spread, 1, number));

      assertThat(order.getBody()).isInstanceOf(PlaceOrder.class);
    }
  }

  @Test
  void supplyKeepsTheContract() throws UnreadableRecordException {
    byte[] store = Workload.storeId(3).getBytes(StandardCharsets.UTF_8);
    byte[] zone = Workload.zoneId(3).getBytes(StandardCharsets.UTF_8);

    assertThat(ClientRecords.stockUpdate(store, Workload.stock(3)).getUpdateId()).isNull();
    assertThat(
            ClientRecords.agentUpdate(zone, Workload.agentOnline(3, Workload.agentId(1, 1)))
                .getAgentId())
        .isEqualTo(Workload.agentId(1, 1));
  }

  @Test
  void ordersHaveTwoLinesOnAverageAndVisitEveryStoreEquallyOften() {
    assertThat(LongStream.range(0, 30_000).mapToInt(n -> Spread.EVEN.lines(n).size()).average())
        .hasValue(2);
    long[] visits = new long[Spread.EVEN.stores()];
    LongStream.range(0, 30_000).forEach(n -> visits[Spread.EVEN.storeOf(n)]++);
    assertThat(visits).containsOnly(300);
  }

  @Test
  void noOrderNamesASkuTwice() {
    LongStream.range(0, 1_000)
        .forEach(
            n ->
                assertThat(Spread.EVEN.lines(n))
                    .extracting(OrderLine::getSku)
                    .doesNotHaveDuplicates());
  }

  @ParameterizedTest
  @EnumSource(FloorRecord.class)
  void theFloorsRecordsSayWhatFollowingOnesNeed(FloorRecord record) {
    byte[] order = FloorRecord.order(5, 4_711);

    byte[] value = record.from(order);

    assertThat(FloorRecord.of(value)).isEqualTo(record);
    assertThat(FloorRecord.storeOf(value)).isEqualTo(Spread.EVEN.storeOf(4_711));
    assertThat(FloorRecord.zoneOf(value)).isEqualTo(Spread.EVEN.zoneOf(4_711));
    assertThat(new String(FloorRecord.orderIdOf(value), StandardCharsets.UTF_8))
        .isEqualTo(Workload.orderId(5, 4_711));
  }

  @Test
  void theFloorsOrdersAreAsLargeAsTheSystems() {
    assertThat(FloorRecord.order(5, 4_711)).hasSameSizeAs(Workload.order(Spread.EVEN, 5, 1));
  }
}
